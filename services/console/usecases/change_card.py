"""A card changes on the wall when its award is corrected or revoked, and the file moves on."""

from collections.abc import Callable
from dataclasses import dataclass

from services.console.usecases.follow_award import FollowAward
from services.console.usecases.ports import Wall
from shared.contracts.awards import AwardCorrected, AwardRevoked
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """The wall first: everybody reads it. A card is hung before it changes, and repeats come in their order.

    A change that is new wakes the live stream: whoever looks at the card sees it change.
    """

    wall: Wall
    wake: Callable[[], None]
    follow: FollowAward

    async def __call__(self, event: AwardCorrected | AwardRevoked, cause: Cause) -> None:
        """Apply one event."""
        if await self._change(event, cause.sequence):
            self.wake()
        await self.follow(event, cause)

    async def _change(self, event: AwardCorrected | AwardRevoked, told_by: int) -> bool:
        award_id = event.award_id
        if isinstance(event, AwardRevoked):
            return await self.wall.mark_revoked(award_id, event.revoked_on, told_by)
        words = event.after
        return await self.wall.reword(award_id, words.subject_label, words.citation_vi, event.corrected_on, told_by)
