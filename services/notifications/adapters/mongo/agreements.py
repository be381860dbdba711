"""What was agreed with a client about what its endpoints are sent."""

from collections.abc import Sequence

from services.notifications.adapters.mongo.gateway import CLIENTS
from services.notifications.adapters.mongo.rows import TOGETHER
from services.notifications.domain.client import Client, client_id
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import Codec
from shared.runtime.store.driver import unavailable_when_unanswered
from shared.runtime.store.gatherer import Gatherer


class MongoAgreements:
    """Reads the clients, which others keep."""

    def __init__(self, store: MongoStore) -> None:
        self._rows = store.rows(CLIENTS)
        self._codec = Codec(Client)
        self._reading = Gatherer(self._read_all, TOGETHER)

    async def of(self, client_ref: str) -> Client | None:
        """The client as it was recorded; None when nothing was agreed. Raises: UnavailableError."""
        return await self._reading.ask(client_ref, key=client_ref, size=1, urgent=False)

    async def _read_all(self, refs: Sequence[str]) -> Sequence[Client | None]:
        ids = [client_id(ref) for ref in refs]
        with unavailable_when_unanswered():
            found = await self._rows.find({"_id": {"$in": ids}}).to_list(None)
        read = {document["_id"]: self._codec.thing_of(document) for document in found}
        return [read.get(one) for one in ids]
