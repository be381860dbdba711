"""A published award: its card goes on the wall, and its file moves on."""

from dataclasses import dataclass

from services.console.usecases.follow_award import FollowAward
from services.console.usecases.hang_card import HangCard
from shared.contracts.awards import AwardPublished
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class PublishCard:
    """The wall first: people wait for it. Each of the two is repeated without effect."""

    hang: HangCard
    follow: FollowAward

    async def __call__(self, event: AwardPublished, cause: Cause) -> None:
        """Apply one event."""
        await self.hang(event, cause)
        await self.follow(event, cause)
