"""A body that was asked lets its time pass."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reviews.usecases.asking import Opinions
from services.reviews.usecases.opinion.about import about
from shared.contracts.reviews import OpinionLapsed
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyHandledError

_BATCH = 200


@dataclass(frozen=True, slots=True)
class LapseOpinions:
    """The silence of those whose time is over counts as the rules say, from the day after the last one.

    Emits: OpinionLapsed.
    """

    opinions: Opinions
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        for opinion_id in await self.opinions.overdue(today, _BATCH):
            await self._lapse(opinion_id, today)

    async def _lapse(self, opinion_id: UUID, today: date) -> None:
        cause = job_cause("reviews", "lapse opinion", opinion_id)
        try:
            opinion = await self.opinions.get(opinion_id, cause)
        except AlreadyHandledError:
            return
        lapsed = opinion.lapse(today)
        if lapsed is not opinion:
            position = None if lapsed.position is None else lapsed.position.value
            event = OpinionLapsed(**about(lapsed), position=position)
            await self.opinions.save(lapsed, emits=[event], because_of=cause)
