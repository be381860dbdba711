"""The day until which a finding is set right comes near, or is over."""

from dataclasses import dataclass, replace
from datetime import date

from services.reviews.domain.finding import Finding
from services.reviews.domain.waiting import alarm_of_finding
from services.reviews.usecases.alarms import breach, say
from services.reviews.usecases.finding.about import about
from services.reviews.usecases.ports import Findings, Units
from shared.contracts.supervision import FindingDeadlineApproaching, FindingDeadlineBreached
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
from shared.kernel.rulepack import RulePacks
from shared.kernel.steps import Alarm


@dataclass(frozen=True, slots=True)
class AlarmFindings:
    """Say that its owner sets it right by the next working day, or did not by its day; a job asks.

    Emits: FindingDeadlineApproaching, FindingDeadlineBreached.
    Raises: ExceptionGroup, of those of which it could not be said.
    """

    findings: Findings
    units: Units
    packs: RulePacks
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        calendar = self.packs.in_force(today).calendar

        async def look(finding: Finding) -> None:
            alarm = alarm_of_finding(finding, today, calendar)
            if alarm is not None:
                event = await self._news(finding, alarm, today)
                await say(self.findings, replace(finding, told=alarm.kind), alarm, event)

        await for_each(self.findings.falling_due(today, calendar.add(today, 1)), look)

    async def _news(
        self, finding: Finding, alarm: Alarm, today: date
    ) -> FindingDeadlineApproaching | FindingDeadlineBreached:
        said = {**about(finding), "owner_ref": finding.owner_ref}
        if not alarm.is_breach:
            return FindingDeadlineApproaching(**said, step=alarm.step, due_on=alarm.due_on)
        return FindingDeadlineBreached(**said, **await breach(alarm, self.units, finding.subject.unit_id, today))
