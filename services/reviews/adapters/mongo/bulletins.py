"""Bulletins on MongoDB, and what they are made of: the days of cases and awards, read as they stand."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

from services.reviews.adapters.mongo.aggregates import AWARDS, CASES
from services.reviews.adapters.mongo.kept import MongoKept
from services.reviews.domain.award import STANDING
from services.reviews.domain.bulletin import Bulletin, BulletinPeriod, Happened
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

BULLETINS: Final = "bulletins"
_PATH: Final = "state.facts.unit_path"


class MongoBulletins(MongoKept[Bulletin]):
    """Where bulletins are kept."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(store, BULLETINS, Bulletin, path_of=lambda one: one.unit_path, is_closed=lambda _: True)
        self._store = store

    async def told(self, period: BulletinPeriod) -> Collection[str]:
        """As the port says."""
        wanted = {"state.period.first_on": period.first_on.isoformat(), "state.period.span": period.span.value}
        with unavailable_when_unanswered():
            found = await self._rows.find(wanted, {"state.unit_id": 1}).to_list(None)
        return [document["state"]["unit_id"] for document in found]

    async def happened(self, period: BulletinPeriod) -> Mapping[tuple[str, ...], Happened]:
        """As the port says."""
        days = {"$gte": period.first_on.isoformat(), "$lte": period.last_on.isoformat()}
        received = await self._by_path(CASES, {"state.facts.received_on": days})
        standing = sorted(state.value for state in STANDING)
        granted = await self._by_path(AWARDS, {"state.grant.decided_on": days, "state.state": {"$in": standing}})
        return {path: Happened(received[path], granted[path]) for path in received.keys() | granted.keys()}

    async def _by_path(self, name: str, wanted: Document) -> Counter[tuple[str, ...]]:
        counted = Counter[tuple[str, ...]]()
        with unavailable_when_unanswered():
            async for document in self._store.rows(name).find(wanted, {_PATH: 1}):
                counted[tuple(document["state"]["facts"]["unit_path"])] += 1
        return counted
