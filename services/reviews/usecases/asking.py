"""Where it is kept who was asked about a case: the ports of opinions and consultations."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from services.reviews.domain.consultation import Consultation
from services.reviews.domain.opinion import Opinion
from services.reviews.usecases.kept import Kept, Waiting
from services.reviews.usecases.ports import Places, Seen


class Opinions(Waiting[Opinion], Protocol):
    """Where opinions are kept."""

    async def overdue(self, today: date, limit: int) -> Sequence[UUID]:
        """Those whose answer fell due before today and has not come, that do not stand still, the earliest first."""

    async def open_about(self, case_id: UUID) -> Sequence[UUID]:
        """Those about this case whose answer has not come."""


class Consultations(Kept[Consultation], Protocol):
    """Where consultations are kept."""

    async def overdue(self, today: date, limit: int) -> Sequence[UUID]:
        """Those whose last day was before today, that do not stand still, the earliest first."""

    async def open_on(self, today: date, limit: int) -> Sequence[Consultation]:
        """Those in which something can be said on that day, those that close first coming first."""

    async def with_comment_of(self, mark: str, limit: int) -> Sequence[Consultation]:
        """Those in which whoever has this mark spoke, the newest first."""

    async def shown(self, consultation_id: UUID, places: Places) -> Seen[Consultation] | None:
        """One, when its grantor lies within the places."""

    async def listed(
        self, states: Collection[str], case_id: UUID | None, limit: int, places: Places
    ) -> Sequence[Seen[Consultation]]:
        """Those in these states (all when empty) whose grantors lie within the places, those that close first first."""
