"""A card changes on the wall when its award is corrected or revoked, and the file moves on."""

from dataclasses import dataclass

from services.console.usecases.follow_award import FollowAward
from services.console.usecases.ports import Wall
from shared.contracts.awards import AwardCorrected, AwardRevoked
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """The wall first: everybody reads it. A card is hung before it changes, and repeats come in their order."""

    wall: Wall
    follow: FollowAward

    async def __call__(self, event: AwardCorrected | AwardRevoked, cause: Cause) -> None:
        """Apply one event."""
        if isinstance(event, AwardRevoked):
            await self.wall.mark_revoked(event.award_id, event.revoked_on)
        else:
            words = event.after
            await self.wall.reword(event.award_id, words.subject_label, words.citation_vi, event.corrected_on)
        await self.follow(event, cause)
