"""Deeds: what was done, by whom, with which measured result. All lead times start here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.ids import id_from

_WHOLE = 100


class FutureDeedError(RefusedError):
    """A deed cannot lie in the future."""

    code = "DATE_IN_FUTURE"


class DeedDatesError(RefusedError):
    """A deed begins, ends and becomes known in that order."""

    code = "DATES_NOT_ASCENDING"


class SharesError(RefusedError):
    """The contributors' shares add up to a hundred, each at least one."""

    code = "SHARES_NOT_HUNDRED"


class RewardedDeedError(ConflictError):
    """A rewarded deed cannot be amended."""

    code = "DEED_ALREADY_REWARDED"


@dataclass(frozen=True, slots=True)
class Result:
    """A measured result: what was counted, how much, and who says so."""

    indicator: str
    value: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Contributor:
    """One who did it, with a share in whole percent."""

    subject_ref: str
    share: int


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done. Days are of Asia/Ho_Chi_Minh; they ascend and lie not after today.

    `exemplar_id` is the source of a deed that was detected from results; any other was seen by people.
    """

    id: UUID
    unit_code: str
    unit_path: tuple[str, ...]
    title_vi: str
    story_vi: str
    field: str
    occurred_from: date
    occurred_to: date
    known_on: date
    contributors: tuple[Contributor, ...]
    results: tuple[Result, ...] = ()
    movement_id: UUID | None = None
    exemplar_id: UUID | None = None
    state: str = "registered"
    version: int = 0

    @property
    def fingerprint(self) -> str:
        """SHA-256 of contributors, days and field: two registrations of one deed have the same."""
        refs = ",".join(sorted(contributor.subject_ref for contributor in self.contributors))
        text = f"{refs}|{self.occurred_from.isoformat()}|{self.occurred_to.isoformat()}|{self.field}"
        return hashlib.sha256(text.encode()).hexdigest()

    def checked(self, today: date) -> "Deed":
        """Give the deed back when its facts can be true. Raises: FutureDeedError, DeedDatesError, SharesError."""
        for name in ("occurred_from", "occurred_to", "known_on"):
            if getattr(self, name) > today:
                raise FutureDeedError(field=name)
        if not self.occurred_from <= self.occurred_to <= self.known_on:
            raise DeedDatesError(field="occurred_from")
        _check_shares(self.contributors)
        return self

    def amended(self, today: date, **changes: object) -> "Deed":
        """Correct or complete the deed. Raises: as `checked`."""
        return replace(self, **changes).checked(today)  # type: ignore[arg-type]

    def has_contributor(self, subject_ref: str) -> bool:
        """Whether this person or team did it."""
        return any(contributor.subject_ref == subject_ref for contributor in self.contributors)


def deed_id_of(cause_id: UUID, exemplar_id: UUID | None = None) -> UUID:
    """The id of the deed that this command registers; of an exemplar comes one deed, whoever registers it."""
    return id_from("deed", cause_id) if exemplar_id is None else id_from("deed", "exemplar", exemplar_id)


def _check_shares(contributors: Sequence[Contributor]) -> None:
    total = sum(contributor.share for contributor in contributors)
    if total != _WHOLE or any(contributor.share < 1 for contributor in contributors):
        raise SharesError(total=total, field="contributors")
