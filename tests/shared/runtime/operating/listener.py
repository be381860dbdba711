"""A service that keeps a row of every award it hears of, unless it is told to refuse them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from aiokafka import AIOKafkaProducer
from pymongo.errors import DuplicateKeyError

from shared.contracts.awards import AwardReserved
from shared.contracts.event import Event
from shared.kernel.cause import Cause, job_cause
from shared.kernel.clock import Clock, now_utc
from shared.kernel.errors import RefusedError
from shared.runtime.bus.envelope import seal
from shared.runtime.bus.subscription import Group, Replay, on, placed
from shared.runtime.operating.read_model import ReadModel, as_it_is
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings, prefixed
from shared.runtime.store.client import MongoStore
from shared.runtime.store.indexes import Index

ROWS = "heard"
REFUSALS = "refusals"


class Settings(ServiceSettings):
    model_config = prefixed("LISTENER_")
    port: int = 0
    operations_port: int = 0


def build(settings: Settings, clock: Clock = now_utc) -> Service:
    store = MongoStore(settings.mongodb_url, settings.database("listener"), clock=clock)

    async def keep(event: AwardReserved, cause: Cause) -> None:
        if await store.rows(REFUSALS).find_one({"_id": "everything"}):
            raise RefusedError("NOT_OURS")
        try:
            await store.rows(ROWS).insert_one({"_id": cause.id, "award_id": event.award_id, "n": cause.sequence})
        except DuplicateKeyError:
            return

    async def tell(event: AwardReserved, cause: Cause) -> None:
        await store.rows("told").insert_one({"event": cause.id, "award_id": event.award_id})

    rows = Group("listener.rows", (on(AwardReserved, keep),), Replay.FREE)
    letters = Group("listener.letters", (on(AwardReserved, tell),), Replay.REFUSED)
    return Service(
        name="listener",
        settings=settings,
        store=store,
        clock=clock,
        indexes=(Index(ROWS, (("award_id", 1),)),),
        groups=(rows, letters),
        read_models=(ReadModel(ROWS, rows, {ROWS: as_it_is}),),
    )


def reserved(award_id: UUID) -> AwardReserved:
    return AwardReserved(unit_id="U", unit_path=("U",), award_id=award_id, decision_id=award_id, case_id=award_id)


async def publish(
    bootstrap: str, namespace: str, events: Sequence[tuple[Event, int]], at: datetime | None = None
) -> None:
    """Write events as relays would, each with its number in its aggregate."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        for event, n in events:
            cause = job_cause("tests", "publish", event.aggregate_id, event.type, n)
            entry = seal(
                event, aggregate_id=event.aggregate_id, seq=n, n=1, cause=cause, source="tests", at=at or now_utc()
            )
            await producer.send_and_wait(
                placed(entry.topic, namespace), entry.data, key=entry.key.encode(), headers=entry.raw_headers
            )
    finally:
        await producer.stop()
