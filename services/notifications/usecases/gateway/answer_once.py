"""A client sends the same request again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.notifications.domain.idempotency import Claim
from services.notifications.usecases.gateway.ports import Answers, TurnedAwayError
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client is told, as it stands on the wire."""

    status: int
    body: bytes
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class AnswerOnce:
    """Do a thing once for each key of a client, and give the same answer for seven days.

    After a death in the middle the same key does it again: what is done has to be safe to repeat by itself.
    Raises: TurnedAwayError (idempotency_key_reused, still_running), UnavailableError, and what `act` raises; the key is
    free again then.
    """

    answers: Answers
    secret: Secret
    clock: Clock

    async def __call__(self, client_ref: str, key: str, body_hash: str, act: Callable[[], Awaitable[Answer]]) -> Answer:
        claim = Claim(client_ref, key, body_hash, self.secret(), self.clock())
        kept = await self.answers.claim(claim)
        if kept is not None:
            if kept.body_hash != body_hash:
                raise TurnedAwayError("idempotency_key_reused")
            if kept.status is None:
                raise TurnedAwayError("still_running")
            return Answer(kept.status, kept.body, is_repeated=True)
        try:
            answer = await act()
        except Exception:
            await self.answers.give_up(claim)
            raise
        await self.answers.settle(claim, answer.status, answer.body)
        return answer
