"""Topics for one reader outside, each of one partition: what they hold tells where to go on."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError

from shared.kernel.errors import UnavailableError
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.bus.publisher import Publisher
from shared.runtime.bus.subscription import placed

RETENTION_MS: Final = 30 * 86_400_000
_WITHIN: Final = 20.0
_COPIES: Final = 3


class MirrorTopics:
    """Makes such topics, reads their ends and appends to them. Whoever has it is the only one who writes to a topic."""

    def __init__(self, service: str, bootstrap: str, namespace: str) -> None:
        self._service, self._bootstrap, self._namespace = service, bootstrap, namespace
        self._publisher = Publisher(service, bootstrap, namespace)
        self._made: set[str] = set()

    async def last(self, name: str) -> Mapping[str, str] | None:
        """The headers of the last record, None of an empty topic; one that is not there is made.

        Raises: UnavailableError.
        """
        try:
            async with asyncio.timeout(_WITHIN):
                await self._make(name)
                return await self._read_last(placed(name, self._namespace))
        except (KafkaError, TimeoutError, OSError) as error:
            raise UnavailableError(f"the bus: {error!r}") from error

    async def append(self, entries: Sequence[OutboxEntry]) -> None:
        """Put entries of one topic on it, in their order.

        Raises: UnavailableError when not all were confirmed; some of the first may stand there, `last` tells.
        """
        if len(await self._publisher.publish(entries)) < len(entries):
            raise UnavailableError("the bus did not confirm")

    async def close(self) -> None:
        """Give up what is under way."""
        await self._publisher.close()

    async def _make(self, name: str) -> None:
        if name in self._made:
            return
        admin: Any = AIOKafkaAdminClient(bootstrap_servers=self._bootstrap, client_id=self._service)
        try:
            await admin.start()
            brokers = len((await admin.describe_cluster())["brokers"])
            answer = await admin.create_topics([_topic(placed(name, self._namespace), brokers)])
        finally:
            await admin.close()
        failed = [code for _, code, *_ in answer.topic_errors if code not in (0, TopicAlreadyExistsError.errno)]
        if failed:
            raise KafkaError(f"topic not made: {failed}")
        self._made.add(name)

    async def _read_last(self, topic: str) -> Mapping[str, str] | None:
        consumer: Any = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap, client_id=self._service, group_id=None, enable_auto_commit=False
        )
        place = TopicPartition(topic, 0)
        try:
            await consumer.start()
            consumer.assign([place])
            first, end = await consumer.beginning_offsets([place]), (await consumer.end_offsets([place]))[place]
            if first[place] >= end:
                return None
            consumer.seek(place, end - 1)
            record = await consumer.getone(place)
        finally:
            await consumer.stop()
        return {name: (value or b"").decode() for name, value in record.headers}


def _topic(name: str, brokers: int) -> NewTopic:
    return NewTopic(name, 1, min(_COPIES, brokers), topic_configs={"retention.ms": str(RETENTION_MS)})
