"""A suggestion enters the figures, and its answer."""

from dataclasses import dataclass

from services.reviews.usecases.figure_ports import Answers
from shared.contracts.deeds import SuggestionAnswered, SuggestionReceived
from shared.kernel.cause import Cause
from shared.kernel.clock import local_day


@dataclass(frozen=True, slots=True)
class CountSuggestion:
    """Somebody suggested a deed: it is counted once, on the day on which its answer is due. It may be told again."""

    answers: Answers

    async def __call__(self, received: SuggestionReceived, _: Cause) -> None:
        await self.answers.expect(received.suggestion_id, received.unit_path, received.due_on)


@dataclass(frozen=True, slots=True)
class CountAnswer:
    """The unit answered, on the day on which that happened: in time or late, counted once. It may be told again.

    Raises: ValueError when the envelope has no time.
    """

    answers: Answers

    async def __call__(self, answered: SuggestionAnswered, cause: Cause) -> None:
        if cause.at is None:
            raise ValueError(f"{answered.type} {cause.id} has no time")
        await self.answers.settle(answered.suggestion_id, local_day(cause.at))
