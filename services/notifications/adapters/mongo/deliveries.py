"""Deliveries: who owns one, in which order they go, and how each ended."""

from collections.abc import Collection, Sequence
from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pymongo import ReplaceOne, UpdateOne

from services.notifications.adapters.mongo.rows import TOGETHER, keep_new
from services.notifications.domain.chain import owes_next
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Backlog, Delivery, Lane, State
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.quiet import cancelled
from services.notifications.domain.redrive import Behind
from services.notifications.usecases.ports import During, End
from shared.runtime.bus.envelope import OutboxEntry, seal
from shared.runtime.failpoints import Failpoint, reached
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import binary
from shared.runtime.store.driver import Document, unavailable_when_unanswered
from shared.runtime.store.gatherer import Gatherer
from shared.runtime.store.writes import outbox_entry

DELIVERIES = "deliveries"
IS_OPEN: Document = {"is_open": True}
IS_WAITING: Document = {"state": State.BLOCKED}
TOLD: Document = {"entry": {"$exists": True}}
IS_HELD: Document = {"state": State.HELD}
ENDED_KEPT: Final = timedelta(days=400)
"""After that `planned` of the event still says that nobody is told twice."""
_EVER, _NEVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
_CLAIMABLE = {"$in": [State.DUE, State.HELD, State.LEASED]}
"""A lease keeps its end in `next_at`, so one that is over is due again; so is what was held, when the night is over."""
HAS_BEGUN: Final[Document] = {"state": State.LEASED, "has_begun": True}


class MongoDeliveries:
    """Records with an id that follows from what they deliver; only the holder of a lease says how a try ended.

    What is kept in one moment is kept in one statement.
    """

    def __init__(self, store: MongoStore) -> None:
        self._store = store
        self._collection = store.log(DELIVERIES, key="entry")
        self._keeping = Gatherer(self._keep_all, TOGETHER)
        self._looking = Gatherer(self._look_all, TOGETHER)

    async def keep(self, deliveries: Sequence[Delivery]) -> None:
        """Keep those that are not there yet. Raises: UnavailableError; the same again completes it."""
        if deliveries:
            await self._keeping.ask(deliveries, key=deliveries[0].id, size=len(deliveries), urgent=False)

    async def _keep_all(self, asked: Sequence[Sequence[Delivery]]) -> Sequence[None]:
        await keep_new(self._collection, [document_of(each) for deliveries in asked for each in deliveries])
        return [None] * len(asked)

    async def claim(self, lane: Lane, limit: int, *, now: datetime, until: datetime, token: str) -> Sequence[Delivery]:
        """Lease what is due in a lane, longest due first, to the bearer of a fresh token. Raises: UnavailableError."""
        due = {"is_open": True, "state": _CLAIMABLE, "lane": lane, "next_at": {"$lte": now}, "$nor": [HAS_BEGUN]}
        lease = {"$set": {"state": State.LEASED, "token": token, "next_at": until}}
        with unavailable_when_unanswered():
            found = await self._collection.find(due, {"_id": 1}).sort("next_at", 1).limit(limit).to_list(None)
            ids = [document["_id"] for document in found]
            if not ids:
                return ()
            await self._collection.bulk_write([UpdateOne({"_id": one, **due}, lease) for one in ids], ordered=False)
            reached(Failpoint.AFTER_CLAIM)
            mine = await self._collection.find({"_id": {"$in": ids}, "token": token}).to_list(None)
        return [delivery_in(document) for document in mine]

    async def settle(self, delivery: Delivery, token: str, end: End | None = None) -> bool:
        """Keep how a try ended, if the lease is still the bearer's. Raises: UnavailableError."""
        document = document_of(delivery)
        owed = [] if end is None else [_told(delivery, end)]
        if owed:
            document |= {"entry": document["_id"], "outbox": [outbox_entry(one) for one in owed]}
        with unavailable_when_unanswered():
            changed = await self._collection.replace_one({"_id": document["_id"], "token": token}, document)
        if owed and changed.matched_count:
            self._store.kept(DELIVERIES, owed)
        reached(Failpoint.BEFORE_LET_GO)
        return bool(changed.matched_count)

    async def begin(self, delivery: Delivery) -> bool:
        """As the port says. Raises: UnavailableError."""
        mine = {"_id": delivery.id, "token": delivery.token, "state": State.LEASED}
        begun = {"has_begun": True, "number_ends": delivery.number_ends}
        with unavailable_when_unanswered():
            changed = await self._collection.update_one(mine, {"$set": begun})
        return bool(changed.matched_count)

    async def held_up(self, order_keys: Collection[str], order_seq: int) -> Collection[str]:
        """Those of the orders in which something open comes before. Raises: UnavailableError."""
        asked = tuple(order_keys), order_seq
        return await self._looking.ask(asked, key=asked, size=len(order_keys), urgent=False) if order_keys else ()

    async def _look_all(self, asked: Sequence[tuple[Sequence[str], int]]) -> Sequence[Collection[str]]:
        among = {"is_open": True, "order_key": {"$in": list({key for keys, _ in asked for key in keys})}}
        with unavailable_when_unanswered():
            found = await self._collection.find(among, {"_id": 0, "order_key": 1, "order_seq": 1}).to_list(None)
        first: dict[str, int] = {}
        for one in found:
            seq = one.get("order_seq", 0)
            first[one["order_key"]] = min(seq, first.get(one["order_key"], seq))
        return [{key for key in keys if first.get(key, seq) < seq} for keys, seq in asked]

    async def let_go(self, order_key: str, now: datetime) -> None:
        """The first that waits in an order is due, if nothing open comes before it. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            first = await self._collection.find_one(
                {"is_open": True, "order_key": order_key}, {"state": 1}, sort=[("order_seq", 1)]
            )
            if first and first["state"] == State.BLOCKED:
                await self._collection.update_one(
                    {"_id": first["_id"], "state": State.BLOCKED}, {"$set": {"state": State.DUE, "next_at": now}}
                )

    async def stuck_orders(self, behind: str, limit: int) -> tuple[Sequence[str], str]:
        """As the port says. Raises: UnavailableError."""
        waiting = {**IS_WAITING, "order_key": {"$gt": behind}}
        with unavailable_when_unanswered():
            page = self._collection.find(waiting, {"order_key": 1}).sort("order_key", 1).limit(limit)
            seen = [document["order_key"] for document in await page.to_list(None)]
            steps: list[Document] = [
                {"$match": {"is_open": True, "order_key": {"$in": list(dict.fromkeys(seen))}}},
                {"$sort": {"order_key": 1, "order_seq": 1}},
                {"$group": {"_id": "$order_key", "state": {"$first": "$state"}}},
                {"$match": IS_WAITING},
            ]
            found = await self._collection.aggregate(steps).to_list(None) if seen else []
        return [document["_id"] for document in found], seen[-1] if len(seen) == limit else ""

    async def cancel_held(self, event_ids: Collection[UUID], now: datetime) -> None:
        """What is held of these events does not go out any more. Raises: UnavailableError."""
        query = {"event_id": {"$in": list(event_ids)}, **IS_HELD}
        with unavailable_when_unanswered():
            found = await self._collection.find(query).to_list(None)
            changes = [
                ReplaceOne({"_id": one["_id"], **IS_HELD}, document_of(cancelled(delivery_in(one), now)))
                for one in found
            ]
            if changes:
                await self._collection.bulk_write(changes, ordered=False)

    async def backlog(self, lane: Lane, now: datetime, limit: int) -> Backlog:
        """What is due in a lane and leased by nobody, counted to a limit. Raises: UnavailableError."""
        due = {"is_open": True, "state": State.DUE, "lane": lane, "next_at": {"$lte": now}}
        with unavailable_when_unanswered():
            count = await self._collection.count_documents(due, limit=limit)
            oldest = await self._collection.find_one(due, {"next_at": 1}, sort=[("next_at", 1)])
        return Backlog(count, oldest["next_at"] if oldest else None)

    async def reopen(self, deliveries: Sequence[Delivery]) -> None:
        """Open again those that have ended, and keep those that are not there yet. Raises: UnavailableError."""
        if not deliveries:
            return
        await self.keep(deliveries)
        changes = [UpdateOne({"_id": each.id, "is_open": False}, {"$set": _opened(each)}) for each in deliveries]
        with unavailable_when_unanswered():
            await self._collection.bulk_write(changes, ordered=False)

    async def dead(
        self, target: str, since: datetime, until: datetime, behind: Behind | None, limit: int
    ) -> Sequence[Delivery]:
        """Those of a target that were given up, in the order of time. Raises: UnavailableError."""
        wanted = _given_up(target, since, until)
        if behind is not None:
            later = {"created_at": {"$gt": behind.at}}
            wanted = {**wanted, "$or": [later, {"created_at": behind.at, "_id": {"$gt": behind.id}}]}
        with unavailable_when_unanswered():
            found = self._collection.find(wanted).sort([("created_at", 1), ("_id", 1)]).limit(limit)
            return [delivery_in(document) for document in await found.to_list(None)]

    async def count_dead(self, target: str, since: datetime, until: datetime, limit: int) -> int:
        """How many were given up, counted to a limit. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            return await self._collection.count_documents(_given_up(target, since, until), limit=limit)

    async def of_target(
        self, target: str, states: Collection[State], during: During, behind: Delivery | None, limit: int
    ) -> Sequence[Delivery]:
        """Those of a target in these states, newest first. Raises: UnavailableError."""
        since, until = during
        planned = {"$gte": since or _EVER, "$lt": until or _NEVER}
        wanted: Document = {"target": target, "state": {"$in": sorted(states)}, "created_at": planned}
        if behind is not None:
            earlier = {"created_at": {"$lt": behind.created_at}}
            wanted["$or"] = [earlier, {"created_at": behind.created_at, "_id": {"$lt": behind.id}}]
        with unavailable_when_unanswered():
            found = self._collection.find(wanted).sort([("created_at", -1), ("_id", -1)]).limit(limit)
            return [delivery_in(document) for document in await found.to_list(None)]

    async def find(self, delivery_id: UUID) -> Delivery | None:
        """One of them, None when there is none. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            found = await self._collection.find_one({"_id": delivery_id})
        return delivery_in(found) if found else None


def _given_up(target: str, since: datetime, until: datetime) -> Document:
    return {"target": target, "state": State.DEAD, "created_at": {"$gte": since, "$lt": until}}


def _opened(delivery: Delivery) -> Document:
    """What changes when one that ended is open again; when it was planned and how it ended last stays."""
    names = ("state", "lane", "next_at", "tries", "token", "reason", "slot_at", "order_key", "order_seq")
    changed = {name: getattr(delivery, name) for name in names}
    return changed | {"is_open": True, "ended_at": None}


def document_of(delivery: Delivery) -> Document:
    """A delivery as it is kept. What stands at its default is not written."""
    document: Document = {
        "_id": binary(delivery.id),
        "event_id": binary(delivery.event_id),
        "target": delivery.target,
        "channel": delivery.channel,
        "message": delivery.message,
        "template_version": delivery.template_version,
        "lane": delivery.lane,
        "state": delivery.state,
        "next_at": delivery.next_at,
        "created_at": delivery.created_at,
        "is_open": delivery.is_open,
    }
    for name, default in _DEFAULTS:
        value = getattr(delivery, name)
        if value != default:
            document[name] = value
    if delivery.last is not None:
        ended = ((name, getattr(delivery.last, name), default) for name, default in _OF_LAST)
        document["last"] = {name: value for name, value, default in ended if value != default}
    if not delivery.is_open:
        document["ended_at"] = delivery.next_at
    if owes_next(delivery):
        document["passes_on"] = True
    return document


def _told(delivery: Delivery, end: End) -> OutboxEntry:
    """What a delivery owes to the bus: its only event, kept with its end."""
    cause, at = end.because_of, delivery.next_at
    return seal(end.event, aggregate_id=delivery.id, seq=1, n=1, cause=cause, source="notifications", at=at)


def delivery_in(document: Document) -> Delivery:
    """The delivery that is kept in a row."""
    values = {name: value for name, value in document.items() if name not in _BESIDE}
    last = document.get("last")
    values |= {
        "channel": Channel(document["channel"]),
        "lane": Lane(document["lane"]),
        "state": State(document["state"]),
        "then": tuple(Channel(each) for each in document.get("then", ())),
        "last": Ended(**{**last, "outcome": Outcome(last["outcome"])}) if last else None,
    }
    return Delivery(id=document["_id"], **values)


def _defaults(of: type[Delivery | Ended], *without: str) -> Sequence[tuple[str, Any]]:
    return [(each.name, each.default) for each in fields(of) if each.name not in without]


_BESIDE: Final = frozenset({"_id", "is_open", "ended_at", "passes_on", "entry", "outbox"})
_DEFAULTS: Final = [(name, default) for name, default in _defaults(Delivery, "last") if default is not MISSING]
_OF_LAST: Final = _defaults(Ended, "seen", "number_ends")
