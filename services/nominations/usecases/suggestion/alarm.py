"""The day until which a suggestion is to be answered comes near, or is over."""

from dataclasses import dataclass, replace
from datetime import date

from services.nominations.domain.suggestion import Suggestion
from services.nominations.domain.waiting import alarm_of_answer
from services.nominations.usecases.above import one_level_up
from services.nominations.usecases.ports import Organisation, Suggestions
from services.nominations.usecases.suggestion.describe import head
from shared.contracts.deeds import SuggestionDeadlineApproaching, SuggestionDeadlineBreached
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import StaleError
from shared.kernel.rulepack import RulePacks
from shared.kernel.steps import Alarm


@dataclass(frozen=True, slots=True)
class AlarmSuggestions:
    """Say that an answer is owed by the next working day, or was not given by its day; a job asks.

    Emits: SuggestionDeadlineApproaching, SuggestionDeadlineBreached.
    """

    suggestions: Suggestions
    organisation: Organisation
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        calendar = self.rulepacks.in_force(today).calendar
        async for suggestion in self.suggestions.falling_due(today, calendar.add(today, 1)):
            alarm = alarm_of_answer(suggestion, today, calendar)
            if alarm is not None:
                await self._tell(suggestion, alarm, today)

    async def _tell(self, suggestion: Suggestion, alarm: Alarm, today: date) -> None:
        event = await self._news(suggestion, alarm, today)
        cause = job_cause("nominations", "alarm suggestion", suggestion.id, alarm.step, alarm.due_on, alarm.kind)
        try:
            await self.suggestions.save(replace(suggestion, told=alarm.kind), emits=[event], because_of=cause)
        except StaleError:
            return  # it was answered meanwhile

    async def _news(
        self, suggestion: Suggestion, alarm: Alarm, today: date
    ) -> SuggestionDeadlineApproaching | SuggestionDeadlineBreached:
        said = {**head(suggestion), "step": alarm.step, "due_on": alarm.due_on}
        if not alarm.is_breach:
            return SuggestionDeadlineApproaching(**said)
        above = await one_level_up(self.organisation, suggestion.unit_code, today)
        return SuggestionDeadlineBreached(**said, legal=alarm.is_legal, escalate_to=above)
