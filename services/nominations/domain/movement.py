"""Emulation movements."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.kernel.errors import RefusedError
from shared.kernel.ids import id_from


class UnknownMovementError(RefusedError):
    """The movement was never launched."""

    code = "UNKNOWN_MOVEMENT"


class MovementDatesError(RefusedError):
    """The movement ends before it begins, or is reviewed before it began."""

    code = "DATES_NOT_ASCENDING"


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement and its days; awards decided up to `final_review_on` count as given during it."""

    id: UUID
    code: str
    kind: str
    name_vi: str
    owner_code: str
    unit_path: tuple[str, ...]
    window_from: date
    window_to: date
    final_review_on: date
    interim_review_on: date | None = None
    version: int = 0

    def __post_init__(self) -> None:
        days = (self.window_from, self.interim_review_on or self.window_from, self.final_review_on)
        if list(days) != sorted(days) or self.window_to < self.window_from:
            raise MovementDatesError


def movement_id_of(code: str) -> UUID:
    """The id of the movement with this code."""
    return id_from("movement", code)
