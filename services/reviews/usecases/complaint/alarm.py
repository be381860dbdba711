"""The day until which supervision acts on a complaint comes near, or is over."""

from dataclasses import dataclass, replace
from datetime import date

from services.reviews.domain.complaint import Complaint
from services.reviews.domain.waiting import alarm_of_complaint
from services.reviews.usecases.alarms import breach, say
from services.reviews.usecases.complaint.about import about
from services.reviews.usecases.ports import Complaints, Units
from shared.contracts.supervision import ComplaintDeadlineApproaching, ComplaintDeadlineBreached
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
from shared.kernel.rulepack import RulePacks
from shared.kernel.steps import Alarm


@dataclass(frozen=True, slots=True)
class AlarmComplaints:
    """Say that a complaint is taken up, or ruled on, by the next working day, or was not by its day; a job asks.

    Emits: ComplaintDeadlineApproaching, ComplaintDeadlineBreached.
    Raises: ExceptionGroup, of those of which it could not be said.
    """

    complaints: Complaints
    units: Units
    packs: RulePacks
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        calendar = self.packs.in_force(today).calendar

        async def look(complaint: Complaint) -> None:
            alarm = alarm_of_complaint(complaint, today, calendar)
            if alarm is not None:
                event = await self._news(complaint, alarm, today)
                await say(self.complaints, replace(complaint, told=alarm.kind), alarm, event)

        await for_each(self.complaints.falling_due(today, calendar.add(today, 1)), look)

    async def _news(
        self, complaint: Complaint, alarm: Alarm, today: date
    ) -> ComplaintDeadlineApproaching | ComplaintDeadlineBreached:
        if not alarm.is_breach:
            return ComplaintDeadlineApproaching(**about(complaint), step=alarm.step, due_on=alarm.due_on)
        over = await breach(alarm, self.units, complaint.grantor_unit_id, today)
        return ComplaintDeadlineBreached(**about(complaint), **over)
