"""Counts what waits for endpoints, without reading it."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.adapters.mongo.deliveries import DELIVERIES
from services.notifications.domain.backlog import Backlog
from services.notifications.domain.delivery import OPEN, State, endpoint_target
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

_NUMBER: Document = {"$sum": 1}
_PLANNED: Document = {"$cond": [{"$eq": ["$state", State.DUE]}, "$next_at", None]}
"""A lease is no plan, and what is blocked waits for another."""


class MongoBacklogs:
    """Of each target the open ones are read; those that are dead, maybe many, are counted in the index alone."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(DELIVERIES)

    async def of(self, endpoint_ids: Collection[UUID]) -> Mapping[UUID, Backlog]:
        """As the port says."""
        by_target = {endpoint_target(one): one for one in endpoint_ids}
        among = {"target": {"$in": list(by_target)}}
        opened = await self._grouped({**among, "state": {"$in": sorted(OPEN)}}, next_at={"$min": _PLANNED})
        dead = await self._grouped({**among, "state": State.DEAD})
        done = await asyncio.gather(*(self._last_done(target) for target in by_target))
        return {
            endpoint_id: Backlog(
                open=opened.get(target, {}).get("count", 0),
                dead=dead.get(target, {}).get("count", 0),
                next_at=_instant(opened.get(target, {}).get("next_at")),
                last_done_at=last_done_at,
            )
            for (target, endpoint_id), last_done_at in zip(by_target.items(), done, strict=True)
        }

    async def _last_done(self, target: str) -> datetime | None:
        """A delivery that is over keeps in `next_at` when that was."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one(
                {"target": target, "state": State.DONE}, {"next_at": 1}, sort=[("created_at", -1)]
            )
        return None if found is None else _instant(found["next_at"])

    async def _grouped(self, wanted: Document, **more: Document) -> Mapping[str, Document]:
        pipeline = [{"$match": wanted}, {"$group": {"_id": "$target", "count": _NUMBER, **more}}]
        with unavailable_when_unanswered():
            found = await self._collection.aggregate(pipeline).to_list(None)
        return {document["_id"]: document for document in found}


def _instant(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None
