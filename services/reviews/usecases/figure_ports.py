"""What figures need of the world, in their own words: counts that the bus tells."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from services.reviews.domain.answers import DueDay
from services.reviews.domain.fairness import UnitStaff
from services.reviews.domain.figures import CountedAward, MonthOfAwards, Span, Took
from services.reviews.domain.formalism import MonthOfReports, Movement, MovementAwards
from services.reviews.usecases.ports import Places


class Figures(Protocol):
    """What awards add up to, told by the bus."""

    async def count(self, counted: CountedAward) -> None:
        """Count an award in its month, once, however often it is told."""

    async def take_back(self, award_id: UUID, unit_id: str, month: str) -> None:
        """Count an award of this unit and month no longer, and never again."""

    async def months(self, span: Span, unit_id: str | None, places: Places) -> Sequence[MonthOfAwards]:
        """The awards of these months whose subjects' units lie within the places, and within one unit when named."""

    async def took(self, span: Span, unit_id: str | None, nomination_type: str | None, places: Places) -> Took:
        """How long the same awards took, or those of one type."""


class Answers(Protocol):
    """How suggestions are answered, told by the bus."""

    async def expect(self, suggestion_id: UUID, unit_path: tuple[str, ...], due_on: date) -> None:
        """Count a suggestion on the day on which its answer is due, once, however often it is told."""

    async def settle(self, suggestion_id: UUID, on: date) -> None:
        """Count that a suggestion was answered on a day, once; in time when it was due no earlier."""

    async def days(self, span: Span, unit_id: str | None, places: Places) -> Sequence[DueDay]:
        """What fell or falls due on each day of these months, of the units within the places and the one named."""


class Formalities(Protocol):
    """What is done for form's sake, told by the bus."""

    async def report(
        self, file_id: UUID, unit_path: tuple[str, ...], month: str, sequence: int, *, repeats: bool
    ) -> None:
        """Count a file's report once, in the month of which it was told first, as the latest event says of it."""

    async def launch(self, movement: Movement, sequence: int) -> None:
        """Keep a movement as the latest event says."""

    async def award(self, movement_id: UUID, award_id: UUID, decided_on: date) -> None:
        """Count an award of a movement, once, however often it is told."""

    async def take_back(self, award_id: UUID) -> None:
        """Count an award no longer, and never again."""

    async def reports(self, span: Span, unit_id: str | None, places: Places) -> Sequence[MonthOfReports]:
        """The reports of these months, of the units within the places and the one named."""

    async def movements(self, unit_id: str | None, places: Places) -> Sequence[MovementAwards]:
        """The movements that units within the places, and the one named, lead, with their awards."""


class Staff(Protocol):
    """The staff of units, told by the bus."""

    async def record(self, org_id: UUID, staff: UnitStaff, sequence: int) -> None:
        """Keep what a unit's event of this number says, unless a later one was kept."""

    async def units(self, unit_id: str | None, places: Places) -> Sequence[UnitStaff]:
        """The staff of the units within the places, and within one unit when named."""
