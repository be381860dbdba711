"""A small registry of cases whose guarantees can be left out one by one; it dies by its own hand in the worst place.

python -m tests.chaos.controls.registry BOOTSTRAP MONGODB_URL NAMESPACE WITHOUT DIE_AT

It hears of submitted nominations and opens their cases, as `reviews` does: the cause goes into the inbox and the news
into the outbox, both in the one guarded write; offsets are committed after that. WITHOUT names what is left out:
`nothing`, `inbox`, `outbox` or `late_commit`. DIE_AT is the number of the effect after which it kills itself; 0: never.
It ends when nothing has come for a while.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from pymongo import AsyncMongoClient
from pymongo.errors import DuplicateKeyError

from shared.contracts.reviews import ReviewCaseOpened
from shared.kernel.actor import system
from shared.kernel.cause import Cause
from shared.kernel.clock import now_utc
from shared.runtime.bus.envelope import Head, OutboxEntry, read, seal
from shared.runtime.store.writes import entries_of, outbox_entry

GROUP = "reviews.cases"
IDLE_SECONDS = 1.5
SLOW_SECONDS = 0.02

Document = dict[str, Any]


class Registry:
    """Opens cases. `effects` counts what it did in this life."""

    def __init__(self, cases: Any, producer: AIOKafkaProducer, namespace: str, without: str, die_at: int) -> None:
        self._cases = cases
        self._producer = producer
        self._topic = f"{namespace}.reviews.v1"
        self._without = without
        self._die_at = die_at
        self.effects = 0

    async def open(self, record: Any) -> None:
        """Open the case of one record's nomination, and tell of it."""
        head, event = read(record)
        if event is None:
            return
        news = seal_of(head, event.unit_id)
        if await self._keep(head, news):
            self.effects += 1
            if self.effects == self._die_at:
                os.kill(os.getpid(), signal.SIGKILL)
            if self._without == "outbox":
                await self._publish(news)

    async def relay(self) -> None:
        """Publish what is owed, then take it out."""
        async for case in self._cases.find({"outbox.at": {"$exists": True}}):
            for entry in entries_of(case):
                await self._publish(entry)
            await self._cases.update_one({"_id": case["_id"]}, {"$set": {"outbox": []}})

    async def _keep(self, head: Head, news: OutboxEntry) -> bool:
        owed = [] if self._without == "outbox" else [outbox_entry(news)]
        handled = {"k": head.id, "w": None, "at": now_utc()}
        case: Document = {"_id": case_of(head), "seq": 1, "state": {"state": "opened"}}
        case |= {"inbox": [handled], "outbox": owed}
        try:
            await self._cases.insert_one(case)
        except DuplicateKeyError:
            if self._without != "inbox":
                return False
            await self._cases.update_one({"_id": case["_id"]}, {"$push": {"inbox": handled}})
        return True

    async def _publish(self, entry: OutboxEntry) -> None:
        await self._producer.send_and_wait(self._topic, entry.data, key=entry.key.encode(), headers=entry.raw_headers)


def case_of(head: Head) -> UUID:
    """The case has the nomination's id."""
    return UUID(head.subject)


def seal_of(head: Head, unit: str) -> OutboxEntry:
    """The news that a case was opened because of an event."""
    case_id = case_of(head)
    about: Mapping[str, Any] = {"unit_id": unit, "unit_path": (unit,), "grantor_unit_id": unit, "grantor_path": (unit,)}
    event = ReviewCaseOpened(
        case_id=case_id, number="KT-1", procedure="simplified", steps=(), decide_by=date(2026, 10, 13), **about
    )
    cause = Cause(head.id, system("reviews"), "system", correlation_id=head.id, causation_id=head.id)
    return seal(event, aggregate_id=case_id, seq=1, n=1, cause=cause, source="reviews", at=now_utc())


async def live(bootstrap: str, mongodb_url: str, namespace: str, without: str, die_at: int) -> None:
    """Hear, open, tell; end when nothing has come for a while."""
    early = without == "late_commit"
    consumer = AIOKafkaConsumer(
        f"{namespace}.nominations.v1",
        bootstrap_servers=bootstrap,
        group_id=f"{namespace}.{GROUP}",
        auto_offset_reset="earliest",
        enable_auto_commit=early,
        auto_commit_interval_ms=50,
        session_timeout_ms=6_000,
    )
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    async with AsyncMongoClient[Document](mongodb_url, uuidRepresentation="standard") as mongo, consumer, producer:
        cases = mongo[f"{namespace}_reviews"]["cases"]
        registry = Registry(cases, producer, namespace, without, die_at)
        while batch := await consumer.getmany(timeout_ms=int(IDLE_SECONDS * 1000), max_records=100):
            for record in (one for records in batch.values() for one in records):
                await asyncio.sleep(SLOW_SECONDS)
                await registry.open(record)
            await registry.relay()
            if not early:
                await consumer.commit()


if __name__ == "__main__":
    server, store, world, left_out, last = sys.argv[1:]
    asyncio.run(live(server, store, world, left_out, int(last)))
