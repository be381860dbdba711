"""Tickets for live streams: only digests are kept, and not for long."""

from datetime import datetime

from shared.kernel.actor import Actor, Grant, Role
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

TICKETS = "tickets"


class MongoTickets:
    """Each ticket is taken out by whoever is first."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(TICKETS)

    async def put(self, digest: str, actor: Actor, expires_at: datetime) -> None:
        """Keep a ticket."""
        grants = [{"role": grant.role.value, "at": grant.at} for grant in actor.grants]
        with unavailable_when_unanswered():
            await self._collection.insert_one(
                {"_id": digest, "ref": actor.ref, "grants": grants, "expires_at": expires_at}
            )

    async def take(self, digest: str, now: datetime) -> Actor | None:
        """Whose ticket it is, once; None for one that is unknown, used or expired."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one_and_delete({"_id": digest, "expires_at": {"$gt": now}})
        if found is None:
            return None
        return Actor(found["ref"], tuple(Grant(Role(each["role"]), each["at"]) for each in found["grants"]))
