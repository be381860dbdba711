"""One save as one guarded statement: state, cause and events are kept together or not at all."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from bson import Binary, ObjectId

from shared.kernel.cause import Cause
from shared.kernel.errors import TooLargeError
from shared.runtime.bus.envelope import LARGEST_EVENT, OutboxEntry
from shared.runtime.store.codec import binary, encode
from shared.runtime.store.driver import Document

LARGEST_SAVE = 1024 * 1024
"""Bytes of BSON."""


class Write(NamedTuple):
    """One save on its way. `token` tells this very call from any repeat of it; `expected` 0 creates.

    `statement` is `{q, u, upsert}` as BSON; `kept` is called once when the server has kept it, answered or not.
    """

    id: UUID
    expected: int
    cause_id: UUID
    body_hash: str | None
    token: ObjectId
    query: Document
    change: Document
    statement: bytes
    kept: Callable[[], None]


class Draft(NamedTuple):
    """What a save wants to keep: `seq` is the number of the last event that the document had.

    `chain` seals its events, these included; None for a document that has not told any.
    """

    id: UUID
    expected: int
    schema: int
    seq: int
    state: Document
    entries: Sequence[OutboxEntry]
    chain: bytes | None
    at: datetime
    closed_at: datetime | None


def write_of(draft: Draft, cause: Cause, kept: Callable[[], None]) -> Write:
    """The statement of a save. Raises: TooLargeError, UnkeepableError."""
    if any(len(entry.data) > LARGEST_EVENT for entry in draft.entries):
        raise TooLargeError(what="event", limit=LARGEST_EVENT)
    token = ObjectId()
    statement_of = _creation if draft.expected == 0 else _update
    query, change = statement_of(draft, binary(draft.id), _inbox_entry(draft, cause, token))
    statement = encode({"q": query, "u": change, "upsert": draft.expected == 0})
    if len(statement) > LARGEST_SAVE:
        raise TooLargeError(what="save", limit=LARGEST_SAVE)
    return Write(draft.id, draft.expected, cause.id, cause.body_hash, token, query, change, statement, kept)


def _creation(draft: Draft, key: Binary, handled: Document) -> tuple[Document, Document]:
    document: Document = {
        "_id": key,
        "schema": draft.schema,
        "version": 1,
        "seq": len(draft.entries),
        "created_at": draft.at,
        "updated_at": draft.at,
        "state": draft.state,
        "inbox": [handled],
        "outbox": [outbox_entry(entry) for entry in draft.entries],
    }
    if draft.chain is not None:
        document["chain"] = draft.chain
    if draft.closed_at is not None:
        document["closed_at"] = draft.closed_at
    # No document ever has version 0: the upsert inserts, or meets the duplicate `_id` that a creation must meet.
    return {"_id": key, "version": 0}, document


def _update(draft: Draft, key: Binary, handled: Document) -> tuple[Document, Document]:
    fields: Document = {"state": draft.state, "schema": draft.schema, "updated_at": draft.at}
    change: Document = {
        "$set": fields,
        "$inc": {"version": 1, "seq": len(draft.entries)},
        "$push": {
            "inbox": handled,
            "outbox": {"$each": [outbox_entry(entry) for entry in draft.entries]},
        },
    }
    if draft.chain is not None:
        fields["chain"] = draft.chain
    if draft.closed_at is not None:
        fields["closed_at"] = draft.closed_at
    else:
        change["$unset"] = {"closed_at": ""}
    return {"_id": key, "version": draft.expected, "inbox.k": {"$ne": handled["k"]}}, change


def _inbox_entry(draft: Draft, cause: Cause, token: ObjectId) -> Document:
    entry: Document = {"k": binary(cause.id), "w": token, "at": draft.at}
    if cause.source is not None:
        entry["src"] = cause.source
    if cause.body_hash is not None:
        entry["h"] = cause.body_hash
    return entry


def outbox_entry(entry: OutboxEntry) -> Document:
    """An event as it lies in an outbox; its key is the document's."""
    return {
        "id": entry.id,
        "seq": entry.seq,
        "type": entry.type,
        "at": entry.at,
        "topic": entry.topic,
        "headers": dict(entry.headers),
        "data": entry.data,
    }


def entries_of(document: Document, key_field: str = "_id") -> list[OutboxEntry]:
    """The events that wait in a document's outbox, in the order they happened."""
    key = str(document[key_field])
    return [
        OutboxEntry(
            kept["id"], kept["seq"], kept["type"], kept["at"], kept["topic"], key, kept["headers"], kept["data"]
        )
        for kept in sorted(document["outbox"], key=lambda kept: int(kept["seq"]))
    ]
