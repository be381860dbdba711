"""The topics as `deploy/kafka/topics.yaml` declares them: read, compared with a bus, created on it."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import for_code

from deploy.standalone.admin import kafka_admin
from deploy.standalone.errors import StandaloneError, TopicsDifferError
from shared.runtime.bus.subscription import placed

DECLARATION = Path(__file__).resolve().parents[1] / "kafka" / "topics.yaml"
_TRIES = 20
_PAUSE_SECONDS = 0.25
_DONE, _EXISTS, _UNKNOWN = 0, 36, 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A declared topic. `keys` are the names of the fields that may be its key; no `retention_ms` is for ever."""

    name: str
    writer: str
    keys: tuple[str, ...]
    readers: tuple[str, ...]
    partitions: int
    retention_ms: int | None
    replication: int
    min_insync_replicas: int


@cache
def declared(path: Path = DECLARATION) -> tuple[Topic, ...]:
    """All topics, as written down."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(_topic(name, {**document["defaults"], **told}) for name, told in document["topics"].items())


async def provision(
    bootstrap: str, namespace: str, *, only: Collection[str] = (), partitions: int | None = None
) -> list[str]:
    """Create what is missing, wait until it has leaders, compare the rest; the names of the topics created.

    `only` names declared topics, without a namespace; `partitions` is for a bus that lives a short while only.
    Raises: TopicsDifferError, StandaloneError.
    """
    wanted = [topic for topic in declared() if not only or topic.name in only]
    topics = [replace(topic, partitions=partitions or topic.partitions) for topic in wanted]
    async with kafka_admin(bootstrap) as admin:
        missing = await _missing(admin, topics, namespace)
        for _ in range(_TRIES):
            if not missing:
                break
            await _create(admin, missing, namespace)
            await asyncio.sleep(0)
            if not await _missing(admin, missing, namespace):
                break
            await asyncio.sleep(_PAUSE_SECONDS)
        differences = await _differences(admin, topics, namespace)
    if differences:
        raise TopicsDifferError("The topics are not as declared:\n" + "\n".join(f"  - {line}" for line in differences))
    return [placed(topic.name, namespace) for topic in missing]


async def compare(bootstrap: str, namespace: str) -> list[str]:
    """How the bus differs from the declaration, one sentence a difference."""
    async with kafka_admin(bootstrap) as admin:
        return await _differences(admin, declared(), namespace)


async def plan(bootstrap: str, namespace: str) -> list[str]:
    """What `provision` would create."""
    async with kafka_admin(bootstrap) as admin:
        missing = await _missing(admin, declared(), namespace)
    return [f"create {placed(topic.name, namespace)} with {topic.partitions} partitions" for topic in missing]


async def drop(bootstrap: str, namespace: str) -> None:
    """Delete all topics of a namespace. For tests: the namespace of the product is refused."""
    prefix = placed("", namespace)
    if not prefix:
        raise StandaloneError("The product's own topics are kept for ever.")
    async with kafka_admin(bootstrap) as admin:
        doomed = [name for name in await admin.list_topics() if name.startswith(prefix)]
        if doomed:
            await admin.delete_topics(doomed)


async def _missing(admin: AIOKafkaAdminClient, topics: Sequence[Topic], namespace: str) -> list[Topic]:
    found = await _described(admin, topics, namespace)
    return [topic for topic in topics if not _usable(found[placed(topic.name, namespace)])]


def _usable(found: dict[str, Any]) -> bool:
    return found["error_code"] == _DONE and all(one["leader"] >= 0 for one in found["partitions"])


async def _described(admin: AIOKafkaAdminClient, topics: Sequence[Topic], namespace: str) -> dict[str, dict[str, Any]]:
    names = [placed(topic.name, namespace) for topic in topics]
    return {found["topic"]: found for found in await admin.describe_topics(names)}


async def _create(admin: AIOKafkaAdminClient, topics: Sequence[Topic], namespace: str) -> None:
    brokers = len((await admin.describe_cluster())["brokers"])
    answer = await admin.create_topics([_new(topic, namespace, brokers) for topic in topics])
    for name, code, *rest in answer.topic_errors:
        if code not in (_DONE, _EXISTS) and not for_code(code).retriable:
            raise StandaloneError(f"{name} could not be created: {for_code(code).__name__} {rest}")


def _new(topic: Topic, namespace: str, brokers: int) -> NewTopic:
    replicas = min(topic.replication, max(brokers, 1))
    insync = min(topic.min_insync_replicas, max(replicas - 1, 1))
    configs = {"retention.ms": str(_retention(topic)), "min.insync.replicas": str(insync)}
    return NewTopic(placed(topic.name, namespace), topic.partitions, replicas, topic_configs=configs)


async def _differences(admin: AIOKafkaAdminClient, topics: Sequence[Topic], namespace: str) -> list[str]:
    found = await _described(admin, topics, namespace)
    kept = await _retentions(admin, [name for name, one in found.items() if one["error_code"] == _DONE])
    lines = []
    for topic in topics:
        name = placed(topic.name, namespace)
        partitions = len(found[name]["partitions"])
        if found[name]["error_code"] != _DONE:
            lines.append(f"{name} is missing")
        elif partitions != topic.partitions:
            lines.append(f"{name} has {partitions} partitions, declared are {topic.partitions}")
        elif kept[name] != _retention(topic):
            lines.append(f"{name} keeps records for {kept[name]} ms, declared are {_retention(topic)} (-1: for ever)")
    return lines


async def _retentions(admin: AIOKafkaAdminClient, names: Sequence[str]) -> dict[str, int]:
    if not names:
        return {}
    wanted = [ConfigResource(ConfigResourceType.TOPIC, name, configs={"retention.ms": None}) for name in names]
    return {
        name: int(entries[0][1])
        for answer in await admin.describe_configs(wanted)
        for _, _, _, name, entries in answer.resources
    }


def _retention(topic: Topic) -> int:
    return -1 if topic.retention_ms is None else topic.retention_ms


def _topic(name: str, told: dict[str, Any]) -> Topic:
    return Topic(
        name=name,
        writer=told["writer"],
        keys=tuple(told["keys"]),
        readers=tuple(told["readers"]),
        partitions=told["partitions"],
        retention_ms=None if told["retention"] == "unlimited" else int(told["retention"]),
        replication=told["replication"],
        min_insync_replicas=told["min_insync_replicas"],
    )
