"""The day until which a suggestion is to be answered comes near, or is over."""

from dataclasses import dataclass, replace
from datetime import date

from services.nominations.domain.suggestion import Suggestion
from services.nominations.domain.waiting import alarm_of_answer
from services.nominations.usecases.alarms import breach, say
from services.nominations.usecases.ports import Organisation, Suggestions
from services.nominations.usecases.suggestion.describe import head
from shared.contracts.deeds import SuggestionDeadlineApproaching, SuggestionDeadlineBreached
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
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
                event = await self._news(suggestion, alarm, today)
                await say(self.suggestions, replace(suggestion, told=alarm.kind), alarm, event)

        await for_each(self.suggestions.falling_due(today, calendar.add(today, 1)), look)

    async def _news(
        self, suggestion: Suggestion, alarm: Alarm, today: date
    ) -> SuggestionDeadlineApproaching | SuggestionDeadlineBreached:
        if not alarm.is_breach:
            return SuggestionDeadlineApproaching(**head(suggestion), step=alarm.step, due_on=alarm.due_on)
        over = await breach(alarm, self.organisation, suggestion.unit_code, today)
        return SuggestionDeadlineBreached(**head(suggestion), **over)
