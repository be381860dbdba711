"""What was agreed with a client about what its endpoints are sent."""

from services.notifications.adapters.mongo.gateway import CLIENTS
from services.notifications.domain.client import Client, client_id
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import Codec
from shared.runtime.store.driver import unavailable_when_unanswered


class MongoAgreements:
    """Reads the clients, which others keep."""

    def __init__(self, store: MongoStore) -> None:
        self._rows = store.rows(CLIENTS)
        self._codec = Codec(Client)

    async def of(self, client_ref: str) -> Client | None:
        """The client as it was recorded; None when nothing was agreed. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            found = await self._rows.find_one({"_id": client_id(client_ref)})
        return None if found is None else self._codec.thing_of(found)
