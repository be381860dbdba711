"""What was agreed with a client about what its endpoints are sent."""

from services.notifications.adapters.mongo.gateway import CLIENTS
from services.notifications.domain.client import client_id
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered


class MongoAgreements:
    """Reads it off the clients, which others keep."""

    def __init__(self, store: MongoStore) -> None:
        self._rows = store.rows(CLIENTS)

    async def hears_in_full(self, client_ref: str) -> bool:
        """Whether it is sent whole events; not without an agreement. Raises: UnavailableError."""
        agreed = {"_id": client_id(client_ref), "state.hears_in_full": True}
        with unavailable_when_unanswered():
            return await self._rows.find_one(agreed, {"_id": 1}) is not None
