"""A log numbered 1, 2, 3 … without a hole, written by many at once without a lease."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pymongo.errors import BulkWriteError, DuplicateKeyError
from pymongo.read_concern import ReadConcern

from shared.kernel.clock import Clock
from shared.kernel.errors import UnavailableError
from shared.runtime.failpoints import Failpoint, reached
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered

D = TypeVar("D")

_LARGEST_BATCH = 200


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: its number, and its hash where entries are chained."""

    seq: int = 0
    hash: str = ""


Numbered = Callable[[D, int, str, Head], Document]
"""Makes the document of a draft from its number, the epoch and the entry before it. `_id` is the number."""


class DenseLog(Generic[D]):
    """Appends by one ordered insert a batch: `_id` = head + 1, `entry` = the unique key of what is entered.

    A duplicate `_id`: another writer was first; the head is read again and the rest renumbered. A duplicate `entry`:
    it stands already and is skipped. An ordered insert stops at the first error, so no number is left out.
    """

    def __init__(
        self,
        collection: Collection,
        epochs: Collection,
        clock: Clock,
        numbered: Numbered[D],
        on_kept: Callable[[Sequence[Document]], None],
    ) -> None:
        self._collection = collection
        self._newest = collection.with_options(read_concern=ReadConcern("local"))
        self._epochs = epochs
        self._clock = clock
        self._numbered = numbered
        self._on_kept = on_kept
        self._head: Head | None = None
        self._epoch = ""
        self._waiting: list[tuple[Sequence[D], asyncio.Future[None]]] = []
        self._flushing: asyncio.Task[None] | None = None

    @property
    def epoch(self) -> str:
        """The log's life as far as it was loaded: a restore from a backup begins a new one."""
        return self._epoch

    async def load(self) -> str:
        """The epoch, made at the first call of all. Raises: UnavailableError."""
        if not self._epoch:
            with unavailable_when_unanswered():
                self._epoch = await self._first_or_found()
        return self._epoch

    async def begin(self, epoch: str) -> None:
        """A new life, after a restore, that knows where the last one ended. The same again changes nothing.

        Only this process writes of it until the others start anew. Raises: UnavailableError.
        """
        last, name = await self.load(), self._collection.name
        if last != epoch:
            ended = {"epoch": last, "seq": await self.head()}
            with unavailable_when_unanswered():
                change = {"$set": {"epoch": epoch}, "$push": {"ended": ended}}
                seen = {"_id": name, "epoch": last, "ended.epoch": {"$ne": epoch}}
                await self._epochs.update_one(seen, change)
            self._epoch, self._head = "", None
            await self.load()

    async def head(self) -> int:
        """The number of the newest entry that a majority holds; 0 when there is none. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one({}, {"_id": 1}, sort=[("_id", -1)])
        return int(found["_id"]) if found else 0

    async def append(self, drafts: Sequence[D]) -> None:
        """Enter what does not stand yet. Raises: UnavailableError; the same again completes it."""
        if not drafts:
            return
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((drafts, kept))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush())
        await kept

    async def _flush(self) -> None:
        while self._waiting:
            count, size = 0, 0
            while count < len(self._waiting) and size < _LARGEST_BATCH:
                size += len(self._waiting[count][0])
                count += 1
            batch, self._waiting = self._waiting[:count], self._waiting[count:]
            error: Exception | None = None
            try:
                await self._insert([draft for drafts, _ in batch for draft in drafts])
            except Exception as caught:  # noqa: BLE001 - each caller gets it
                self._head = None
                error = caught
            for _, kept in batch:
                if not kept.done():
                    kept.set_exception(error) if error is not None else kept.set_result(None)

    async def _insert(self, left: list[D]) -> None:
        epoch = await self.load()
        while left:
            head = self._head or await self._read_head()
            documents = self._documents(left, head, epoch)
            reached(Failpoint.BEFORE_FLUSH)
            count, conflict = await self._try(documents)
            reached(Failpoint.AFTER_DB_WRITE)
            if count:
                last = documents[count - 1]
                self._head = Head(last["_id"], last.get("hash", ""))
                self._on_kept(documents[:count])
                reached(Failpoint.MID_FAN_OUT)
            if conflict == {"_id": 1}:
                self._head = None
            left = left[count + 1 :] if conflict == {"entry": 1} else left[count:]

    def _documents(self, drafts: Sequence[D], head: Head, epoch: str) -> list[Document]:
        documents: list[Document] = []
        for draft in drafts:
            document = self._numbered(draft, head.seq + 1, epoch, head)
            head = Head(head.seq + 1, document.get("hash", ""))
            documents.append(document)
        return documents

    async def _try(self, documents: Sequence[Document]) -> tuple[int, Any]:
        """How many were kept from the front, and the keys of the index that stopped the next, if any."""
        with unavailable_when_unanswered():
            try:
                await self._collection.insert_many(documents, ordered=True)
            except BulkWriteError as error:
                refused = error.details.get("writeErrors") or [{}]
                if "keyPattern" not in refused[0]:
                    raise UnavailableError(f"MongoDB: {error}") from error
                return int(error.details["nInserted"]), dict(refused[0]["keyPattern"])
        return len(documents), None

    async def _read_head(self) -> Head:
        with unavailable_when_unanswered():
            found = await self._newest.find_one({}, {"hash": 1}, sort=[("_id", -1)])
        return Head(found["_id"], found.get("hash", "")) if found else Head()

    async def _first_or_found(self) -> str:
        name = self._collection.name
        begun = f"{int(self._clock().timestamp()):x}"
        with suppress(DuplicateKeyError):
            await self._epochs.insert_one({"_id": name, "epoch": begun, "ended": []})
        found = await self._epochs.find_one({"_id": name})
        if found is None:
            raise UnavailableError("the epoch is not readable yet")
        return str(found["epoch"])
