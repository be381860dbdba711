"""What runs again and again finds its rows by an index, however many others lie beside them."""

from dataclasses import replace

from motor.motor_asyncio import AsyncIOMotorClient
from structlog.testing import capture_logs

from services.notifications.app import build
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import State
from services.notifications.settings import Settings
from services.notifications.usecases import build_use_cases
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import CODEC, Client
from tests.notifications.adapters.mongo.test_deliveries import delivery
from tests.notifications.conftest import SetClock, mongo_ports

FEW = frozenset({"clients", "restores"})
"""Systems of provinces are some dozens, and a restore is rare."""


async def test_no_job_and_no_claim_reads_all_of_a_collection(
    store: MongoStore, clock: SetClock, mongodb_url: str, namespace: str
) -> None:
    ports = mongo_ports(store, clock)
    given_up = replace(delivery(1, state=State.DEAD), channel=Channel.SMS, then=(Channel.EMAIL,))
    stuck = delivery(2, seq=2, key="k", state=State.BLOCKED)
    await ports.deliveries.keep([given_up, stuck, *(delivery(n, state=State.DONE) for n in range(3, 40))])
    settings = Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap="127.0.0.1:1",
        issuer="http://127.0.0.1:1",
        jwks_url="http://127.0.0.1:1/jwks",
        namespace=namespace,
    )
    service = build(settings, clock)
    await service.store.ensure_indexes(service.indexes)
    client: Client = AsyncIOMotorClient(mongodb_url)
    database = client.get_database(settings.database("notifications"), codec_options=CODEC)
    await database.command("profile", 2)
    with capture_logs() as logs:
        await service.schedule.run_all()
    await build_use_cases(ports).delivery.claim(10)
    await database.command("profile", 0)
    asked = await database["system.profile"].find({"planSummary": {"$exists": True}}).to_list(None)
    client.close()
    await service.store.close()
    plans = {(each["ns"].partition(".")[2], each["planSummary"]) for each in asked}
    assert [each["job"] for each in logs if each["event"] == "job failed"] == []
    assert ("deliveries", "IXSCAN { target: 1 }") in plans
    assert {(name, plan) for name, plan in plans if "COLLSCAN" in plan and name not in FEW} == set()
