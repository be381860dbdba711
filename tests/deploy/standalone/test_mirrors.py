"""A client on the bus: proves itself, reads its own topic, and nothing else, until it may no more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import GroupAuthorizationFailedError, KafkaError, TopicAuthorizationFailedError

from deploy.standalone import mirrors_command
from deploy.standalone.addresses import LOOPBACK
from deploy.standalone.errors import StandaloneError
from deploy.standalone.mirrors import Reader, grant, revoke
from deploy.standalone.scram import MECHANISM
from deploy.standalone.site import Site
from services.notifications.adapters.mongo.gateway import MongoClients
from services.notifications.domain.client import Client, ClientKey, client_id
from shared.kernel.cause import job_cause
from shared.runtime.store.client import MongoStore


def foreign(site: Site, reader: Reader, password: str) -> dict[str, Any]:
    """How a system outside connects, with nothing of the house."""
    return {
        "bootstrap_servers": f"{LOOPBACK}:{site.ports.kafka_outside}",
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": MECHANISM,
        "sasl_plain_username": reader.user,
        "sasl_plain_password": password,
        "request_timeout_ms": 5_000,
    }


@asynccontextmanager
async def reading(topic: str, **how: Any) -> AsyncIterator[Any]:
    consumer = AIOKafkaConsumer(topic, auto_offset_reset="earliest", enable_auto_commit=False, **how)
    try:
        await consumer.start()
        yield consumer
    finally:
        await consumer.stop()


async def read(topic: str, **how: Any) -> bytes:
    async with reading(topic, **how) as consumer:
        value: bytes = (await consumer.getone()).value
        if how.get("group_id"):
            await consumer.commit()
    return value


async def filled(site: Site, *readers: Reader) -> None:
    """The topics of these readers, with a record each."""
    admin = AIOKafkaAdminClient(bootstrap_servers=site.kafka_bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(one.topic, 1, 1) for one in readers])
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=site.kafka_bootstrap)
    await producer.start()
    for one in readers:
        await producer.send_and_wait(one.topic, one.user.encode())
    await producer.stop()


async def recorded(mongodb_url: str, namespace: str) -> None:
    """A client that has a mirror, and one that has none."""
    store = MongoStore(mongodb_url, f"{namespace}_notifications")
    key = ClientKey("k1", {}, datetime(2026, 10, 13, tzinfo=UTC))
    for ref in ("HT-HP", "HT-LA"):
        client = Client(
            client_id(ref), ref, ref, (key,), frozenset(), frozenset({"STP-HP"}), is_mirrored=ref == "HT-HP"
        )
        await MongoClients(store).save(client, job_cause("tests", "record", ref))
    await store.close()


async def test_a_client_reads_its_own_topic_alone_and_writes_nowhere(
    kafka_site: Site, kafka_bootstrap: str, namespace: str
) -> None:
    if kafka_site.given.kafka_bootstrap:
        pytest.skip("the bus that was given may have no listener for systems outside")
    own, other = Reader.of("HT", namespace), Reader.of("HT.HP", namespace)
    await filled(kafka_site, own, other)
    first = await grant(kafka_bootstrap, own)
    await grant(kafka_bootstrap, other)
    password = await grant(kafka_bootstrap, own)
    how = foreign(kafka_site, own, password)
    assert await read(own.topic, **how) == own.user.encode()
    assert await read(own.topic, group_id=f"{own.groups}tinh", **how) == own.user.encode()
    with pytest.raises(TopicAuthorizationFailedError):
        await read(other.topic, **how)
    with pytest.raises(GroupAuthorizationFailedError):
        await read(own.topic, group_id=f"{other.groups}tinh", **how)
    with pytest.raises(KafkaError):
        await read(own.topic, **foreign(kafka_site, own, first))
    producer = AIOKafkaProducer(**how)
    await producer.start()
    with pytest.raises(TopicAuthorizationFailedError):
        await producer.send_and_wait(own.topic, b"x")
    await producer.stop()
    async with reading(own.topic, **how) as consumer:
        await consumer.getone()
        await revoke(kafka_bootstrap, own)
        with pytest.raises(TopicAuthorizationFailedError):
            await consumer.getone()
    with pytest.raises(KafkaError):
        await read(own.topic, **how)
    await revoke(kafka_bootstrap, own)
    await revoke(kafka_bootstrap, other)


def test_nobody_is_let_in_who_is_no_client_or_has_no_mirror(
    mongodb_url: str, kafka_bootstrap: str, namespace: str, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("MONGODB_URL", mongodb_url)
    asyncio.run(recorded(mongodb_url, namespace))
    of_house = ["--namespace", namespace, "--bootstrap", kafka_bootstrap]
    for refs in (["HT-KHONG-CO"], ["HT-HP", "HT-KHONG-CO"], ["HT-LA"]):
        with pytest.raises(StandaloneError, match=f"^{refs[-1]}: chưa có hệ thống này"):
            mirrors_command.main(["grant", *refs, *of_house])
    assert capsys.readouterr().out == ""
    assert mirrors_command.main(["grant", "HT-HP", *of_house]) == 0
    assert "password, shown this once" in capsys.readouterr().out
    asyncio.run(revoke(kafka_bootstrap, Reader.of("HT-HP", namespace)))


def test_a_plan_says_what_a_client_may_and_a_bus_that_is_away_is_a_clear_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert mirrors_command.main(["plan", "HT-HP", "HT-LA", "--bootstrap", "127.0.0.1:1"]) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "user mirror.HT-HP, SCRAM-SHA-512",
        "  may read topic mirror.HT-HP.register.v1",
        "  may read as groups that begin with mirror.HT-HP:",
    ]
    with pytest.raises(StandaloneError, match="Kafka does not answer"):
        mirrors_command.main(["revoke", "HT-HP", "--bootstrap", "127.0.0.1:1"])
