"""Hang a published award on the honour wall."""

from collections.abc import Callable
from dataclasses import dataclass

from services.console.domain.wall import Card
from services.console.usecases.ports import Wall
from shared.contracts.awards import AwardPublished
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class HangCard:
    """Hang the card once and wake the live stream. Names stand here because the award is published."""

    wall: Wall
    wake: Callable[[], None]

    async def __call__(self, event: AwardPublished, cause: Cause) -> None:
        """Apply one event; a repeat hangs nothing."""
        del cause
        card = Card(
            award_id=event.award_id,
            subject_label=event.subject_label,
            subject_kind=event.subject_kind,
            unit_id=event.unit_id,
            citation_vi=event.citation_vi,
            form_name_vi=event.form_name_vi,
            grantor_unit_id=event.grantor_unit_id,
            number=event.number,
            decided_on=event.decided_on,
            days=event.lead_times.calendar_days,
            published_at=event.published_at,
        )
        if await self.wall.hang(card):
            self.wake()
