"""The day of a case's step comes near, or is over."""

from dataclasses import dataclass
from datetime import date

from services.reviews.domain.case import Case
from services.reviews.domain.waiting import alarm_of_case, alarmed
from services.reviews.usecases.alarms import breach, say
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.ports import Cases, Units
from shared.contracts.reviews import ReviewDeadlineApproaching, ReviewDeadlineBreached
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
from shared.kernel.rulepack import RulePacks
from shared.kernel.steps import Alarm


@dataclass(frozen=True, slots=True)
class AlarmCases:
    """Say that the step of a case falls due on the next working day, or was not done by its day; a job asks.

    Emits: ReviewDeadlineApproaching, ReviewDeadlineBreached.
    Raises: ExceptionGroup, of those of which it could not be said.
    """

    cases: Cases
    units: Units
    packs: RulePacks
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        calendar = self.packs.in_force(today).calendar

        async def look(case: Case) -> None:
            alarm = alarm_of_case(case, today, calendar)
            if alarm is not None:
                await say(self.cases, alarmed(case, alarm), alarm, await self._news(case, alarm, today))

        await for_each(self.cases.falling_due(today, calendar.add(today, 1)), look)

    async def _news(self, case: Case, alarm: Alarm, today: date) -> ReviewDeadlineApproaching | ReviewDeadlineBreached:
        if not alarm.is_breach:
            return ReviewDeadlineApproaching(**about(case), step=alarm.step, due_on=alarm.due_on)
        return ReviewDeadlineBreached(**about(case), **await breach(alarm, self.units, case.office[-1], today))
