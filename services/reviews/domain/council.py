"""A council: who votes for a unit, and which units its members head."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from uuid import UUID

from shared.kernel.errors import RefusedError
from shared.kernel.ids import id_from


class ChairNotMemberError(RefusedError):
    """The chair and everybody with a related unit must be members of the council."""

    code = "NOT_A_MEMBER"


@dataclass(frozen=True, slots=True)
class Term:
    """The days on which a member sits, both included; an end that is not known is open."""

    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the member sits on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Council:
    """A council of a unit. `related` maps a member to the unit that this member heads.

    `member_refs` are all who sit, sat or will sit; who has no place in `terms` sits on every day.
    """

    id: UUID
    version: int
    code: str
    unit_id: str
    chair_ref: str
    member_refs: tuple[str, ...]
    related: Mapping[str, str]
    terms: Mapping[str, Term] = field(default_factory=dict)

    @property
    def path(self) -> tuple[str, ...]:
        """Where roles for this council may be held: at itself or at its unit."""
        return (self.code, self.unit_id)

    @classmethod
    def record(
        cls,
        code: str,
        unit_id: str,
        chair_ref: str,
        members: tuple[str, ...],
        related: Mapping[str, str],
        terms: Mapping[str, Term] | None = None,
    ) -> Self:
        """A council as it stands from now on; members are kept in order, each once. Raises: ChairNotMemberError."""
        member_refs, dated = tuple(sorted(set(members))), dict(terms or {})
        for ref in (chair_ref, *related, *dated):
            if ref not in member_refs:
                raise ChairNotMemberError(member=ref)
        return cls(council_id(code), 0, code, unit_id, chair_ref, member_refs, dict(related), dated)

    def members_on(self, day: date) -> tuple[str, ...]:
        """Who sits on a day. Raises: ChairNotMemberError when the chair does not."""
        members = tuple(ref for ref in self.member_refs if self.terms.get(ref, Term()).holds(day))
        if self.chair_ref not in members:
            raise ChairNotMemberError(member=self.chair_ref)
        return members


def council_id(code: str) -> UUID:
    """The id of the council with this public code."""
    return id_from("council", code)
