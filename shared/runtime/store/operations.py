"""What operators did: written down before each act and after it, and never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bson import ObjectId

from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered

OPERATIONS = "operations"
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Operation:
    """One act of an operator. `outcome` is empty while it runs, and for ever when its process died in the middle.

    `cause_id` is what a repeat of the same request has, too; a command line has none.
    """

    at: datetime
    actor: str
    verb: str
    subject: str
    reason: str
    ended_at: datetime | None = None
    outcome: str = ""
    detail: str = ""
    cause_id: UUID | None = None


class Operations:
    """An append-only log: one document says who will do what and why, a second one what came of it."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def begin(self, operation: Operation) -> ObjectId:
        """Write down what is about to be done; the name under which its end is told. Raises: UnavailableError."""
        wish = {name: getattr(operation, name) for name in ("at", "actor", "verb", "subject", "reason")}
        if operation.cause_id is not None:
            wish["cause_id"] = operation.cause_id
        return await self._append(wish)

    async def has_begun(self, operation: Operation) -> bool:
        """Whether the same request began before, however it ended. Raises: UnavailableError."""
        if operation.cause_id is None:
            return False
        same = {"cause_id": operation.cause_id, "verb": operation.verb, "subject": operation.subject}
        with unavailable_when_unanswered():
            return await self._collection.find_one(same, {"_id": 1}) is not None

    async def end(self, begun: ObjectId, at: datetime, outcome: str, detail: str = "") -> None:
        """Write down what came of it. Raises: UnavailableError."""
        await self._append({"of": begun, "at": at, "outcome": outcome, "detail": detail})

    async def newest(self, limit: int = _MOST) -> Sequence[Operation]:
        """The last operations, oldest of them first. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            wishes = await self._collection.find({"verb": {"$exists": True}}).sort("_id", -1).to_list(limit)
            ended = await self._collection.find({"of": {"$in": [wish["_id"] for wish in wishes]}}).to_list(None)
        ends = {end["of"]: end for end in ended}
        return [_operation(wish, ends.get(wish["_id"], {})) for wish in reversed(wishes)]

    async def _append(self, document: Document) -> ObjectId:
        document["_id"] = ObjectId()
        with unavailable_when_unanswered():
            await self._collection.insert_one(document)
        return ObjectId(document["_id"])


def _operation(wish: Document, end: Document) -> Operation:
    fields = {name: value for name, value in wish.items() if name != "_id"}
    fields |= {name: end[name] for name in ("outcome", "detail") if name in end}
    return Operation(**fields, ended_at=end.get("at"))
