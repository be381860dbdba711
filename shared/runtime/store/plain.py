"""The plain path: one driver call per read and save; slower, simple, and the oracle of the gathered one."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import UUID

from bson.raw_bson import RawBSONDocument
from pymongo.errors import DuplicateKeyError, WriteError

from shared.kernel.errors import TakenError, UnavailableError
from shared.runtime.store.driver import CODEC, Collection, unavailable_when_unanswered
from shared.runtime.store.outcomes import RuleOf, is_same_id, judge, refusal
from shared.runtime.store.writes import Write

A = TypeVar("A")


class PlainPath:
    """Reads and saves of one collection, each for itself."""

    def __init__(self, collection: Collection, rule_of: RuleOf, answer_within: float) -> None:
        self._collection = collection
        raw: Any = collection.with_options(codec_options=CODEC.with_options(document_class=RawBSONDocument))
        self._raw = raw
        self._rule_of = rule_of
        self._answer_within = answer_within
        self._out: set[asyncio.Task[Any]] = set()

    async def read(self, thing_id: UUID, *, urgent: bool) -> bytes | None:
        """The document's BSON, or None. Raises: UnavailableError."""
        return await self._answer(self._find(thing_id), urgent=urgent)

    async def save(self, write: Write, *, urgent: bool) -> bool:
        """Whether the save was kept; False when its cause was handled before. Raises: as `Aggregates.save`."""
        return await self._answer(self._keep(write), urgent=urgent)

    async def close(self) -> None:
        """Wait for what is under way."""
        while self._out:
            await asyncio.wait(self._out)

    async def _answer(self, work: Coroutine[Any, Any, A], *, urgent: bool) -> A:
        # Shielded: a caller that gives up does not stop what the server does anyway.
        task = asyncio.create_task(work)
        self._out.add(task)
        task.add_done_callback(self._out.discard)
        task.add_done_callback(_look_at_error)
        try:
            return await asyncio.wait_for(asyncio.shield(task), self._answer_within if urgent else None)
        except TimeoutError as error:
            raise UnavailableError("MongoDB did not answer in time") from error

    async def _find(self, thing_id: UUID) -> bytes | None:
        with unavailable_when_unanswered():
            document = await self._raw.find_one({"_id": thing_id})
        return None if document is None else bytes(document.raw)

    async def _keep(self, write: Write) -> bool:
        taken: TakenError | None = None
        with unavailable_when_unanswered():
            try:
                if await self._is_written(write):
                    write.kept()
                    return True
            except DuplicateKeyError as error:
                details = error.details or {}
                taken = None if is_same_id(details) else TakenError(self._rule_of(details))
            except WriteError as error:
                raise refusal({"code": error.code, "errmsg": str(error)}) or error from error
            document = await self._collection.find_one({"_id": write.id})
        outcome = judge(write, document, taken)
        if isinstance(outcome, Exception):
            raise outcome
        if outcome:
            write.kept()
        return outcome

    async def _is_written(self, write: Write) -> bool:
        if write.expected == 0:
            await self._collection.insert_one(write.change)
            return True
        return (await self._collection.update_one(write.query, write.change)).matched_count == 1


def _look_at_error(task: "asyncio.Task[Any]") -> None:
    # Nobody may be left to hear it; asyncio would complain about an error that was never retrieved.
    if not task.cancelled():
        task.exception()
