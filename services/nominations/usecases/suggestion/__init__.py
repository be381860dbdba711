"""What can be done with suggestions."""

from dataclasses import dataclass

from services.nominations.usecases.ports import Nominations, Organisation, Safe, Suggestions
from services.nominations.usecases.suggestion.alarm import AlarmSuggestions
from services.nominations.usecases.suggestion.answer import AnswerSuggestion
from services.nominations.usecases.suggestion.suggest import SuggestDeed
from shared.kernel.clock import Clock
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class SuggestionUseCases:
    """What can be done with suggestions, and what is said of their day."""

    suggest: SuggestDeed
    answer: AnswerSuggestion
    alarm: AlarmSuggestions


def suggestion_use_cases(
    suggestions: Suggestions,
    nominations: Nominations,
    organisation: Organisation,
    safe: Safe,
    rulepacks: RulePacks,
    clock: Clock,
) -> SuggestionUseCases:
    """All of them on these ports."""
    return SuggestionUseCases(
        suggest=SuggestDeed(suggestions, organisation, safe, rulepacks, clock),
        answer=AnswerSuggestion(suggestions, nominations, clock),
        alarm=AlarmSuggestions(suggestions, organisation, rulepacks, clock),
    )
