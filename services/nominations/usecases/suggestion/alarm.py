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
from shared.kernel.each import for_each
from shared.kernel.errors import StaleError
from shared.kernel.rulepack import RulePacks
from shared.kernel.steps import Alarm


@dataclass(frozen=True, slots=True)
class AlarmSuggestions:
    """Say that an answer is owed by the next working day, or was not given by its day; a job asks.

    Emits: SuggestionDeadlineApproaching, SuggestionDeadlineBreached.
    Raises: ExceptionGroup, of those of which it could not be said.
    """

    suggestions: Suggestions
    organisation: Organisation
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        calendar = self.rulepacks.in_force(today).calendar

        async def look(suggestion: Suggestion) -> None:
            alarm = alarm_of_answer(suggestion, today, calendar)
            if alarm is not None:
                await self._tell(suggestion, alarm, today)

        await for_each(self.suggestions.falling_due(today, calendar.add(today, 1)), look)

    async def _tell(self, suggestion: Suggestion, alarm: Alarm, today: date) -> None:
        event = await self._news(suggestion, alarm, today)
        what = (suggestion.id, suggestion.version, alarm.step, alarm.due_on, alarm.kind)
        cause = job_cause("nominations", "alarm suggestion", *what)
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
