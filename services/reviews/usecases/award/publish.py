"""An award is published as soon as it is granted."""

from dataclasses import dataclass

from services.reviews.domain.award import Award
from services.reviews.usecases.award.about import in_full
from services.reviews.usecases.award.change import change
from services.reviews.usecases.ports import Awards
from shared.contracts.awards import AwardGranted, AwardPublished
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class PublishAward:
    """An award was granted: everybody may know.

    Emits: AwardPublished.
    """

    awards: Awards
    clock: Clock

    async def __call__(self, event: AwardGranted, cause: Cause) -> None:
        at = self.clock()
        await change(self.awards, event.award_id, cause, lambda award: award.publish(at), _news)


def _news(award: Award) -> list[AwardPublished]:
    if award.grant is None or award.published_at is None:
        return []
    return [AwardPublished(**in_full(award, award.grant), published_at=award.published_at)]
