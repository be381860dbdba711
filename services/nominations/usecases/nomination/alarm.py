"""A file's day comes near, or is over."""

from dataclasses import dataclass
from datetime import date

from services.nominations.domain.nomination import Nomination
from services.nominations.domain.waiting import alarm_of, alarmed
from services.nominations.usecases.above import one_level_up
from services.nominations.usecases.nomination.describe import head
from services.nominations.usecases.ports import Nominations, Organisation, Submissions
from shared.contracts.nominations import NominationDeadlineApproaching, NominationDeadlineBreached
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
from shared.kernel.errors import StaleError
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
                await self._tell(nomination, alarm, today)

        await for_each(self.nominations.falling_due(today, calendar.add(today, 1)), look)

    async def _tell(self, nomination: Nomination, alarm: Alarm, today: date) -> None:
        event = await self._news(nomination, alarm, today)
        what = (nomination.id, nomination.version, alarm.step, alarm.due_on, alarm.kind)
        cause = job_cause("nominations", "alarm nomination", *what)
        try:
            await self.nominations.save(alarmed(nomination, alarm), emits=[event], because_of=cause)
        except StaleError:
            return  # somebody moved it meanwhile; the next run looks again

    async def _news(
        self, nomination: Nomination, alarm: Alarm, today: date
    ) -> NominationDeadlineApproaching | NominationDeadlineBreached:
        said = {**head(nomination), "step": alarm.step, "due_on": alarm.due_on}
        if not alarm.is_breach:
            return NominationDeadlineApproaching(**said)
        above = await one_level_up(self.organisation, nomination.unit_code, today)
        return NominationDeadlineBreached(**said, legal=alarm.is_legal, escalate_to=above)
