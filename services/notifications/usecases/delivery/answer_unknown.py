"""An operator says what became of a delivery of which nobody knew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.notifications.domain.chain import overtaken, reached, sent_again
from services.notifications.domain.delivery import Backlog, Delivery, State
from services.notifications.usecases.delivery.cancel_held import CancelHeld
from services.notifications.usecases.delivery.ports import Unanswered
from services.notifications.usecases.ports import Deliveries, Events
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import AlreadyHandledError, ConflictError, ForbiddenError, StaleError

_MOST_COUNTED: Final = 1_001


class Verdict(StrEnum):
    """It came; or it did not, and is to be sent again."""

    REACHED = "reached"
    AGAIN = "again"


class DeliveryNotUnknownError(ConflictError):
    """What became of it is known."""

    code = "DELIVERY_NOT_UNKNOWN"


@dataclass(frozen=True, slots=True)
class AnswerUnknown:
    """Whoever asked the provider says what it said; only that lets a message go again, unless it is true no more.

    Raises: ForbiddenError (OUT_OF_SCOPE) for one that is not there, DeliveryNotUnknownError, AlreadyHandledError for
    the same command once more, StaleError, UnavailableError.
    """

    deliveries: Deliveries
    events: Events
    unanswered: Unanswered
    cancel: CancelHeld
    wake: Callable[[], None]
    clock: Clock

    async def __call__(self, delivery_id: UUID, verdict: Verdict, cause: Cause) -> None:
        found = await self.deliveries.find(delivery_id)
        if found is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        if found.answered_by == cause.id:
            raise AlreadyHandledError
        if found.state is not State.UNKNOWN:
            raise DeliveryNotUnknownError
        after = replace(await self._after(found, verdict), answered_by=cause.id)
        if not await self.unanswered.answer(after, found.next_at):
            raise StaleError
        await self.cancel.if_held(after)
        self.wake()

    async def _after(self, found: Delivery, verdict: Verdict) -> Delivery:
        now = self.clock()
        if verdict is Verdict.REACHED:
            return reached(found, now)
        record = await self.events.get(found.event_id)
        return overtaken(found, now) if await self.cancel.is_revoked(record) else sent_again(found, now)


@dataclass(frozen=True, slots=True)
class ShowUnknown:
    """What waits for the word of an operator."""

    unanswered: Unanswered

    async def __call__(self, limit: int) -> Sequence[Delivery]:
        """The first of them, those that wait longest. Raises: UnavailableError."""
        return await self.unanswered.unknown(limit)

    async def backlog(self) -> Backlog:
        """How many wait, counted to one more than a thousand, and since when. Raises: UnavailableError."""
        return await self.unanswered.backlog(_MOST_COUNTED)
