"""The public register in MongoDB: a dense log whose entries are chained by hash."""

from collections.abc import Callable, Collection, Mapping, Sequence

from services.notifications.adapters.mongo.dense_log import DenseLog, Head
from services.notifications.adapters.mongo.plain import plain
from services.notifications.adapters.pulse import Pulse
from services.notifications.domain.record import Recorded
from services.notifications.domain.register import GENESIS, Draft, Entry, enter
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

REGISTER = "register"


class MongoRegister:
    """Awards as everybody may know them, for ever."""

    def __init__(self, store: MongoStore, clock: Clock, secret: Secret) -> None:
        self._collection = store.rows(REGISTER)
        self._secret = secret
        self.log: DenseLog[Draft] = DenseLog(self._collection, store.rows("epochs"), clock, self._document, self._kept)
        self.pulse = Pulse(self.log.head)
        self.on_kept: Callable[[], None] | None = None

    async def append(self, record: Recorded) -> None:
        """Enter what an event adds, unless it stands there. Raises: UnavailableError."""
        await self.log.append([record.entry] if record.entry is not None else [])

    async def entries(self, since: int, limit: int) -> Sequence[Entry]:
        """Entries numbered above `since`, in order."""
        query = {"_id": {"$gt": since}}
        with unavailable_when_unanswered():
            found = await self._collection.find(query).sort("_id", 1).limit(limit).to_list(None)
        return [_entry(document) for document in found]

    async def entries_of(self, units: Collection[str], since: int, limit: int) -> Sequence[Entry]:
        """Entries of these units and all below them, numbered above `since`, in order."""
        query = {"public.unit_path": {"$in": sorted(units)}, "_id": {"$gt": since}}
        with unavailable_when_unanswered():
            found = await self._collection.find(query).sort("_id", 1).limit(limit).to_list(None)
        return [_entry(document) for document in found]

    async def entries_about(self, award_id: str, units: Collection[str]) -> Sequence[Entry]:
        """Entries of one award, of these units and all below them, in order."""
        query = {"public.award_id": award_id, "public.unit_path": {"$in": sorted(units)}}
        with unavailable_when_unanswered():
            found = await self._collection.find(query).sort("_id", 1).to_list(None)
        return [_entry(document) for document in found]

    async def hashes_of(self, units: Collection[str], since: int, until: int, limit: int) -> Mapping[int, str]:
        """The hashes of such entries numbered above `since`, up to `until`, in order."""
        query = {"public.unit_path": {"$in": sorted(units)}, "_id": {"$gt": since, "$lte": until}}
        with unavailable_when_unanswered():
            found = await self._collection.find(query, {"hash": 1}).sort("_id", 1).limit(limit).to_list(None)
        return {document["_id"]: document["hash"] for document in found}

    async def last_of(self, epoch: str) -> int:
        """The number of the last entry of an epoch; 0 when none of it is left."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one({"epoch": epoch}, {"_id": 1}, sort=[("_id", -1)])
        return int(found["_id"]) if found else 0

    async def entry(self, seq: int) -> Entry | None:
        """One entry by its number."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one({"_id": seq})
        return _entry(found) if found else None

    async def head(self) -> int:
        """The number of the newest entry."""
        return await self.log.head()

    async def wait_past(self, seq: int, seconds: float) -> bool:
        """Whether an entry numbered above `seq` came before the time was over, or before the service stops."""
        return await self.pulse.wait_past(seq, seconds)

    def _document(self, draft: Draft, seq: int, epoch: str, head: Head) -> Document:
        entry = enter(draft, seq=seq, epoch=epoch, prev=head.hash or GENESIS, salt=self._secret())
        document: Document = plain(entry)
        return {"_id": document.pop("seq"), "entry": document.pop("key"), **document}

    def _kept(self, _: Sequence[Document]) -> None:
        self.pulse.beat()
        if self.on_kept is not None:
            self.on_kept()


def _entry(document: Document) -> Entry:
    fields = {name: value for name, value in document.items() if name not in {"_id", "entry"}}
    return Entry(seq=document["_id"], key=document["entry"], **fields)
