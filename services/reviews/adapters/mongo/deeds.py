"""What is known of deeds, on MongoDB."""

from collections.abc import Collection
from uuid import UUID

from services.reviews.adapters.mongo.kept import MongoKept
from services.reviews.domain.deed import KnownDeed
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

KNOWN_DEEDS = "known_deeds"


class MongoDeeds(MongoKept[KnownDeed]):
    """Where what is known of deeds is kept."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(store, KNOWN_DEEDS, KnownDeed, path_of=lambda _: ())

    async def linked_to(self, deed_ids: Collection[UUID]) -> Collection[UUID]:
        """As the port says."""
        wanted = {"state.linked_to": {"$in": [str(one) for one in deed_ids]}}
        with unavailable_when_unanswered():
            return [document["_id"] async for document in self._rows.find(wanted, {"_id": 1})]
