"""A unit head answers a suggestion."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.suggestion import Outcome
from services.nominations.usecases.ports import Nominations, Suggestions
from services.nominations.usecases.suggestion.describe import head
from shared.contracts.deeds import SuggestionAnswered
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class AnswerSuggestion:
    """Say what came of it: a nomination, one that was there already, or nothing, with the reason.

    Emits: SuggestionAnswered.
    Raises: AnswerIncompleteError, ForbiddenError (also: no such nomination in the own scope), ConflictError.
    """

    suggestions: Suggestions
    nominations: Nominations
    clock: Clock

    async def __call__(
        self, suggestion_id: UUID, outcome: Outcome, reason_vi: str, nomination_id: UUID | None, cause: Cause
    ) -> None:
        suggestion = await self.suggestions.get(suggestion_id, cause)
        answered = suggestion.answer(outcome, reason_vi, nomination_id, local_day(self.clock()))
        if nomination_id is not None:
            await self.nominations.seen(nomination_id, cause)
        event = SuggestionAnswered(
            **head(answered), outcome=outcome.value, nomination_id=nomination_id, sender_ref=answered.sender_ref
        )
        await self.suggestions.save(answered, emits=[event], because_of=cause)
