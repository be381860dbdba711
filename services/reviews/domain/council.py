"""A council: who votes for a unit, and which units its members head."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from shared.kernel.errors import RefusedError
from shared.kernel.ids import id_from


class ChairNotMemberError(RefusedError):
    """The chair and everybody with a related unit must be members of the council."""

    code = "NOT_A_MEMBER"


@dataclass(frozen=True, slots=True)
class Council:
    """A council of a unit. `related` maps a member to the unit that this member heads."""

    id: UUID
    version: int
    code: str
    unit_id: str
    chair_ref: str
    member_refs: tuple[str, ...]
    related: Mapping[str, str]

    @property
    def path(self) -> tuple[str, ...]:
        """Where roles for this council may be held: at itself or at its unit."""
        return (self.code, self.unit_id)

    @classmethod
    def record(
        cls, code: str, unit_id: str, chair_ref: str, members: tuple[str, ...], related: Mapping[str, str]
    ) -> Self:
        """A council as it stands from now on; members are kept in order, each once. Raises: ChairNotMemberError."""
        member_refs = tuple(sorted(set(members)))
        for ref in (chair_ref, *related):
            if ref not in member_refs:
                raise ChairNotMemberError(member=ref)
        return cls(council_id(code), 0, code, unit_id, chair_ref, member_refs, dict(related))


def council_id(code: str) -> UUID:
    """The id of the council with this public code."""
    return id_from("council", code)
