"""Asking until there is an answer: the same key again while a service is away, or has not heard of something yet."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.standalone.errors import StandaloneError
from deploy.standalone.playing.asking import Answer, Wish
from deploy.standalone.reconcile.recording import VOTED_BEFORE, Recorder

PATIENCE_SECONDS = 120.0
_AWAY = frozenset({429, 500, 502, 503, 504})
_STALE = 409
_NOT_YET = frozenset({403, 404, _STALE})
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0


class UnansweredError(StandaloneError):
    """A command stayed without the answer that it needs."""


@dataclass(slots=True)
class Desk:
    """Where the clients of a run ask. `asked` counts the requests that were sent."""

    requests: Recorder
    patience_seconds: float = PATIENCE_SECONDS
    asked: int = 0

    async def do(self, person: str, do: str, key: str, **values: Any) -> Mapping[str, Any]:
        """Have something done; what the service says of it. Raises: UnansweredError."""
        answer = await self._insist(Wish(person, do, values, key), patient_with=_AWAY | _NOT_YET)
        if not answer.is_success:
            raise UnansweredError(f"{do} {key}: {answer.status} {answer.body}")
        body: Mapping[str, Any] = answer.body
        return body

    async def refused(self, person: str, do: str, key: str, **values: Any) -> None:
        """Ask for something that the rules refuse. Raises: UnansweredError, also when it is done."""
        answer = await self._insist(Wish(person, do, values, key), patient_with=_AWAY)
        if answer.is_success:
            raise UnansweredError(f"{do} {key}: it was done and should have been refused")

    async def cast(self, person: str, do: str, key: str, **values: Any) -> None:
        """Have a ballot counted in; that it was before is an answer too. Raises: UnansweredError."""
        answer = await self._insist(Wish(person, do, values, key), patient_with=_AWAY | {_STALE})
        if not answer.is_success and not VOTED_BEFORE & answer.codes:
            raise UnansweredError(f"{key}: {answer.status} {answer.body}")

    async def upload(self, person: str, name: str, text: str) -> str:
        """Leave a file of evidence; its SHA-256. Raises: UnansweredError."""
        wish = Wish(person, "upload_evidence", {"name": name, "text": text}, f"evidence/{name}")
        answer = await self._insist(wish, patient_with=_AWAY)
        if not answer.is_success:
            raise UnansweredError(f"{name}: {answer.status} {answer.body}")
        return str(answer.body["sha256"])

    async def _insist(self, wish: Wish, *, patient_with: frozenset[int]) -> Answer:
        deadline, pause = time.monotonic() + self.patience_seconds, _FIRST_PAUSE
        while True:
            answer = await self._ask(wish)
            if answer is not None and _is_final(answer, patient_with):
                return answer
            if time.monotonic() > deadline:
                last = "no answer" if answer is None else f"{answer.status} {answer.body}"
                raise UnansweredError(f"{wish.do} {wish.key}: {last} for {self.patience_seconds:.0f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)

    async def _ask(self, wish: Wish) -> Answer | None:
        self.asked += 1
        send = self.requests.upload if wish.do == "upload_evidence" else self.requests.send
        try:
            return await send(wish)
        except httpx.TransportError:
            return None


def _is_final(answer: Answer, patient_with: frozenset[int]) -> bool:
    return answer.is_success or answer.status not in patient_with or bool(VOTED_BEFORE & answer.codes)
