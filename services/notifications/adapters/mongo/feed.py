"""The feed: one dense log of all messages, each with the event that says it was posted."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from services.notifications.adapters.mongo.dense_log import DenseLog, Head
from services.notifications.adapters.mongo.plain import plain
from services.notifications.domain.message import Message
from services.notifications.domain.notice import Notice
from services.notifications.domain.record import Recorded
from shared.contracts.notifications import NotificationPosted
from shared.kernel.actor import system
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.runtime.bus.envelope import OutboxEntry, seal
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered
from shared.runtime.store.writes import entries_of, outbox_entry

SHARD = 0
FEED = f"feed_{SHARD}"


@dataclass(frozen=True, slots=True)
class _Posting:
    record: Recorded
    message: Message


class MongoFeed:
    """Items for their readers, in the order they were posted."""

    def __init__(self, store: MongoStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._collection = store.log(FEED, key="entry")
        self.log: DenseLog[_Posting] = DenseLog(
            self._collection, store.rows("epochs"), clock, self._document, self._kept
        )
        self.on_kept: Callable[[], None] | None = None

    async def post(self, record: Recorded) -> None:
        """Append the messages that do not stand in the log yet. Raises: UnavailableError."""
        await self.log.append([_Posting(record, message) for message in record.messages])

    async def head(self) -> int:
        """The number of the newest item."""
        return await self.log.head()

    async def newest(
        self, keys: Collection[str], hidden_key: str, *, before: int | None, limit: int
    ) -> Sequence[Notice]:
        """Items for one of the keys and not hidden from `hidden_key`, newest first, numbered below `before`."""
        query = _for(keys, hidden_key) | ({"_id": {"$lt": before}} if before is not None else {})
        with unavailable_when_unanswered():
            found = await self._collection.find(query, {"outbox": 0}).sort("_id", -1).limit(limit).to_list(None)
        return [_notice(document) for document in found]

    async def count(self, keys: Collection[str], hidden_key: str, *, after: int, limit: int) -> int:
        """How many such items are numbered above `after`, counted up to `limit`."""
        query = _for(keys, hidden_key) | {"_id": {"$gt": after}}
        with unavailable_when_unanswered():
            return await self._collection.count_documents(query, limit=limit)

    async def after(self, seq: int, limit: int) -> Sequence[Notice]:
        """Items of all audiences numbered above `seq`, in order."""
        query = {"_id": {"$gt": seq}}
        with unavailable_when_unanswered():
            found = await self._collection.find(query, {"outbox": 0}).sort("_id", 1).limit(limit).to_list(None)
        return [_notice(document) for document in found]

    def _document(self, posting: _Posting, seq: int, epoch: str, _: Head) -> Document:
        record, message = posting.record, posting.message
        at = self._clock()
        document: Document = plain(message)
        return {
            "_id": seq,
            "epoch": epoch,
            "entry": document.pop("id"),
            "event": record.id,
            "kind": record.kind,
            "at": at,
            "unit_id": record.unit_id,
            **document,
            "outbox": [
                outbox_entry(
                    seal(
                        _posted(record, message, seq),
                        aggregate_id=message.id,
                        seq=1,
                        n=1,
                        cause=_cause(record),
                        source="notifications",
                        at=at,
                    )
                )
            ],
        }

    def _kept(self, documents: Sequence[Document]) -> None:
        owed: list[OutboxEntry] = [entry for document in documents for entry in entries_of(document, "entry")]
        self._store.kept(FEED, owed)
        if self.on_kept is not None:
            self.on_kept()


def _posted(record: Recorded, message: Message, seq: int) -> NotificationPosted:
    return NotificationPosted(
        unit_id=record.unit_id,
        unit_path=record.unit_path,
        notification_id=message.id,
        event_id=record.id,
        feed_seq=seq,
        audience=message.audience,
        message=message.text_vi,
    )


def _cause(record: Recorded) -> Cause:
    return Cause(
        id=record.id,
        actor=system("notifications"),
        action="system",
        correlation_id=record.correlation_id,
        causation_id=record.id,
        traceparent=record.traceparent,
    )


def _for(keys: Collection[str], hidden_key: str) -> Document:
    return {"audience": {"$in": sorted(keys)}, "hidden_from": {"$ne": hidden_key}}


def _notice(document: Document) -> Notice:
    fields = {name: value for name, value in document.items() if name not in {"_id", "epoch", "entry", "event"}}
    fields["audience"], fields["hidden_from"] = tuple(document["audience"]), tuple(document["hidden_from"])
    return Notice(seq=document["_id"], id=document["entry"], event_id=document["event"], **fields)
