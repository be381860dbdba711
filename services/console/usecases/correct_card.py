"""A corrected award: its card says so on the wall, and its file moves on."""

from dataclasses import dataclass

from services.console.usecases.follow_award import FollowAward
from services.console.usecases.ports import Wall
from shared.contracts.awards import AwardCorrected
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class CorrectCard:
    """The wall first: everybody reads it. A card is hung before it is corrected, and repeats come in their order."""

    wall: Wall
    follow: FollowAward

    async def __call__(self, event: AwardCorrected, cause: Cause) -> None:
        """Apply one event."""
        await self.wall.reword(event.award_id, event.after.subject_label, event.after.citation_vi, event.corrected_on)
        await self.follow(event, cause)
