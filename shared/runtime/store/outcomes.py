"""What became of each save: exact answers, also when many went out together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from bson.raw_bson import RawBSONDocument

from shared.kernel.errors import (
    AlreadyExistsError,
    CauseReusedError,
    StaleError,
    TakenError,
    TooLargeError,
    UnavailableError,
)
from shared.runtime.store.driver import (
    CODEC,
    DUPLICATE_KEY,
    MAJORITY,
    Collection,
    Document,
    is_transient,
    unavailable_when_unanswered,
)
from shared.runtime.store.found import token_in
from shared.runtime.store.writes import Write

Outcome = bool | Exception
"""True: kept. False: its cause was handled before. Or why it was not kept."""

RuleOf = Callable[[Mapping[str, Any]], str]
"""The name of the unique index that a write error speaks of."""

_GROWN_TOO_LARGE = frozenset({10334, 17419, 17420})


class WriteRefusedError(Exception):
    """The server refused a write for a reason that a repeat will not cure, such as its validator."""


async def keep_all(collection: Collection, writes: Sequence[Write], rule_of: RuleOf) -> list[Outcome]:
    """Send all saves as one unordered command; equal positions, equal saves. Raises: UnavailableError."""
    # A raw command, because bulk_write would encode every statement again (10 to 20 % of the throughput).
    # The driver does not repeat it: an unknown outcome is UnavailableError, and the inbox makes a repeat harmless.
    with unavailable_when_unanswered():
        reply = await collection.database.command(
            {
                "update": collection.name,
                "updates": [RawBSONDocument(write.statement) for write in writes],
                "ordered": False,
                "writeConcern": MAJORITY,
            },
            codec_options=CODEC,
        )
    if "writeConcernError" in reply:
        raise UnavailableError("MongoDB: no majority confirmed the write")
    outcomes = _certain(writes, reply)
    doubtful = [write for write, outcome in zip(writes, outcomes, strict=True) if outcome is None]
    if not doubtful:
        return [outcome for outcome in outcomes if outcome is not None]
    taken = {
        writes[error["index"]].token: TakenError(rule_of(error))
        for error in reply.get("writeErrors", ())
        if error["code"] == DUPLICATE_KEY and not is_same_id(error)
    }
    settled = await _settle(collection, doubtful, taken)
    return [
        settled[write.token] if outcome is None else outcome for write, outcome in zip(writes, outcomes, strict=True)
    ]


def _certain(writes: Sequence[Write], reply: Mapping[str, Any]) -> list[Outcome | None]:
    """What the reply alone proves; None where a look at the document must tell."""
    refused = {error["index"]: error for error in reply.get("writeErrors", ())}
    created = {each["index"] for each in reply.get("upserted", ())}
    updates = sum(write.expected > 0 and n not in refused for n, write in enumerate(writes))
    all_matched = reply["n"] - len(created) == updates
    outcomes: list[Outcome | None] = []
    for n, write in enumerate(writes):
        if n in refused:
            outcomes.append(refusal(refused[n]))
        elif n in created or (write.expected > 0 and all_matched):
            outcomes.append(True)
        else:
            outcomes.append(None)
    return outcomes


def refusal(error: Mapping[str, Any]) -> Exception | None:
    """What a write error means to its save; None for a duplicate, of which the document must be asked."""
    code = error["code"]
    if code == DUPLICATE_KEY:
        return None
    if code in _GROWN_TOO_LARGE:
        return TooLargeError(what="document")
    text = f"MongoDB {code}: {error.get('errmsg', '')}"
    return UnavailableError(text) if is_transient(code) else WriteRefusedError(text)


def is_same_id(error: Mapping[str, Any]) -> bool:
    """Whether a duplicate key error is about `_id`."""
    return list(error.get("keyPattern", ())) == ["_id"]


async def _settle(
    collection: Collection, doubtful: Sequence[Write], taken: Mapping[Any, Exception]
) -> dict[Any, Outcome]:
    try:
        documents = await _look(collection, doubtful)
    except UnavailableError as error:
        return dict.fromkeys((write.token for write in doubtful), error)
    return {write.token: judge(write, documents.get(write.id), taken.get(write.token)) for write in doubtful}


async def _look(collection: Collection, writes: Sequence[Write]) -> dict[UUID, Document]:
    fields = {"version": 1, "inbox.k": 1, "inbox.w": 1, "inbox.h": 1}
    if any(write.expected == 0 for write in writes):
        fields["state"] = 1
    ids = list({write.id for write in writes})
    with unavailable_when_unanswered():
        found = await collection.find({"_id": {"$in": ids}}, fields, batch_size=len(ids) + 1).to_list(None)
    return {document["_id"]: document for document in found}


def judge(write: Write, document: Document | None, taken: Exception | None = None) -> Outcome:
    """What became of a save that the server did not simply confirm, by what a majority holds of its document."""
    if taken is not None and (document is None or write.expected > 0):
        return taken
    if document is None:
        # A creation met a document that no majority has yet: it may still vanish.
        return StaleError() if write.expected > 0 else UnavailableError("MongoDB: the same thing is being created")
    try:
        token = token_in(document, write.cause_id, write.body_hash)
    except CauseReusedError as error:
        return error
    if token is not None:
        return bool(token == write.token)
    if write.expected > 0:
        return StaleError()
    return False if _is_same_content(write, document) else AlreadyExistsError()


def _is_same_content(write: Write, document: Document) -> bool:
    if write.body_hash is not None and any(entry.get("h") == write.body_hash for entry in document["inbox"]):
        return True
    return bool(document["version"] == 1 and document["state"] == write.change["state"])
