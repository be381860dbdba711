"""A body that was asked lets its time pass."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reviews.domain.opinion import OpinionState
from services.reviews.usecases.asking import Opinions
from services.reviews.usecases.opinion.about import about
from services.reviews.usecases.ports import Cases
from shared.contracts.event import Event
from shared.contracts.reviews import OpinionLapsed
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
from shared.kernel.errors import AlreadyHandledError

_BATCH = 200


@dataclass(frozen=True, slots=True)
class LapseOpinions:
    """The silence of those whose time is over counts as the rules say, from the day after the last one.

    Where the case stands still the time does too, and where it has ended nobody is waited for. What fails for one keeps
    no other waiting; in the end it is raised together, so that it is told and tried again.

    Emits: OpinionLapsed.
    Raises: ExceptionGroup.
    """

    opinions: Opinions
    cases: Cases
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        await for_each(self._overdue(today), lambda opinion_id: self._lapse(opinion_id, today))

    async def _overdue(self, today: date) -> AsyncIterator[UUID]:
        for opinion_id in await self.opinions.overdue(today, _BATCH):
            yield opinion_id

    async def _lapse(self, opinion_id: UUID, today: date) -> None:
        cause = job_cause("reviews", "lapse opinion", opinion_id)
        try:
            opinion = await self.opinions.get(opinion_id, cause)
        except AlreadyHandledError:
            return
        case = await self.cases.find(opinion.case_id)
        lapsed = opinion if case is None else opinion.lapse(case, today)
        if lapsed is opinion:
            return
        emits: list[Event] = []
        if lapsed.state is OpinionState.DEFAULTED:
            position = None if lapsed.position is None else lapsed.position.value
            emits.append(OpinionLapsed(**about(lapsed), position=position))
        await self.opinions.save(lapsed, emits=emits, because_of=cause)
