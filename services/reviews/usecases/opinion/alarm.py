"""The day until which a body answers comes near."""

from dataclasses import dataclass, replace

from services.reviews.domain.opinion import Opinion
from services.reviews.domain.waiting import alarm_of_opinion
from services.reviews.usecases.alarms import say
from services.reviews.usecases.asking import Opinions
from services.reviews.usecases.opinion.about import about
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import OpinionDeadlineApproaching
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class AlarmOpinions:
    """Say that an answer is owed by the next working day, while its case waits for it; a job asks.

    Emits: OpinionDeadlineApproaching.
    Raises: ExceptionGroup, of those of which it could not be said.
    """

    opinions: Opinions
    cases: Cases
    packs: RulePacks
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        calendar = self.packs.in_force(today).calendar

        async def look(opinion: Opinion) -> None:
            case = await self.cases.find(opinion.case_id)
            alarm = None if case is None else alarm_of_opinion(opinion, case, today, calendar)
            if alarm is not None:
                event = OpinionDeadlineApproaching(**about(opinion), step=alarm.step)
                await say(self.opinions, replace(opinion, told=alarm.kind), alarm, event)

        await for_each(self.opinions.falling_due(today, calendar.add(today, 1)), look)
