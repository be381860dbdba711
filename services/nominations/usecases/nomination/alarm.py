"""A file's day comes near, or is over."""

from dataclasses import dataclass
from datetime import date

from services.nominations.domain.nomination import Nomination
from services.nominations.domain.waiting import alarm_of, alarmed
from services.nominations.usecases.alarms import breach, say
from services.nominations.usecases.nomination.describe import head
from services.nominations.usecases.ports import Nominations, Organisation, Submissions
from shared.contracts.nominations import NominationDeadlineApproaching, NominationDeadlineBreached
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
from shared.kernel.rulepack import RulePacks
from shared.kernel.steps import Alarm


@dataclass(frozen=True, slots=True)
class AlarmNominations:
    """Say that a step falls due on the next working day, or was not done by its day; a job asks.

    Nobody is urged to complete what was sent in a submission already.

    Emits: NominationDeadlineApproaching, NominationDeadlineBreached.
    Raises: ExceptionGroup, of those of which it could not be said.
    """

    nominations: Nominations
    submissions: Submissions
    organisation: Organisation
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        calendar = self.rulepacks.in_force(today).calendar

        async def look(nomination: Nomination) -> None:
            alarm = alarm_of(nomination, today, calendar)
            if alarm is not None and not await self.submissions.waiting([nomination.id]):
                event = await self._news(nomination, alarm, today)
                await say(self.nominations, alarmed(nomination, alarm), alarm, event)

        await for_each(self.nominations.falling_due(today, calendar.add(today, 1)), look)

    async def _news(
        self, nomination: Nomination, alarm: Alarm, today: date
    ) -> NominationDeadlineApproaching | NominationDeadlineBreached:
        if not alarm.is_breach:
            return NominationDeadlineApproaching(**head(nomination), step=alarm.step, due_on=alarm.due_on)
        over = await breach(alarm, self.organisation, nomination.unit_code, today)
        return NominationDeadlineBreached(**head(nomination), **over)
