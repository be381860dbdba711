from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.standalone.errors import StandaloneError, TopicsDifferError
from deploy.standalone.topics import compare, declared, drop, plan, provision
from tests.conftest import Topics


def test_every_topic_has_twelve_partitions_and_keeps_its_records_for_ever() -> None:
    assert {(topic.partitions, topic.retention_ms) for topic in declared()} == {(12, None)}


async def test_what_is_planned_is_created_once_and_then_as_declared(kafka_bootstrap: str, namespace: str) -> None:
    assert len(await plan(kafka_bootstrap, namespace)) == 10
    created = await provision(kafka_bootstrap, namespace)
    assert created == [f"{namespace}.{topic.name}" for topic in declared()]
    assert await provision(kafka_bootstrap, namespace) == []
    assert await plan(kafka_bootstrap, namespace) == []
    assert await compare(kafka_bootstrap, namespace) == []


async def test_only_the_named_topics_are_created(topics: Topics, kafka_bootstrap: str, namespace: str) -> None:
    assert await topics("awards.v1") == [f"{namespace}.awards.v1"]
    assert f"{namespace}.reviews.v1 is missing" in await compare(kafka_bootstrap, namespace)


async def test_a_topic_with_other_partitions_or_retention_is_told_and_not_changed(
    kafka_bootstrap: str, namespace: str
) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    try:
        short = {"retention.ms": "60000"}
        await admin.create_topics(
            [
                NewTopic(f"{namespace}.deeds.v1", 3, 1),
                NewTopic(f"{namespace}.awards.v1", 12, 1, topic_configs=short),
            ]
        )
    finally:
        await admin.close()
    with pytest.raises(TopicsDifferError) as told:
        await provision(kafka_bootstrap, namespace, only=("deeds.v1", "awards.v1"))
    assert f"{namespace}.deeds.v1 has 3 partitions, declared are 12" in str(told.value)
    assert f"{namespace}.awards.v1 keeps records for 60000 ms" in str(told.value)


async def test_the_products_own_topics_cannot_be_dropped(kafka_bootstrap: str) -> None:
    with pytest.raises(StandaloneError, match="kept for ever"):
        await drop(kafka_bootstrap, "kipthoi")


async def test_a_bus_that_does_not_answer_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StandaloneError, match=r"Kafka does not answer at 127\.0\.0\.1:1"):
        await provision("127.0.0.1:1", tmp_path.name)
