"""Reads the topics as a program that is not ours would: a plain consumer, no group, headers and JSON."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError

from deploy.standalone.topics import declared
from shared.runtime.bus.subscription import placed

_PAUSE_SECONDS = 0.5

Ends = Mapping[TopicPartition, int]
"""Partition → the offset of the next record."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event as it stood on its topic."""

    id: str
    type: str
    topic: str
    subject: str
    sequence: int
    data: dict[str, Any]

    def is_about(self, thing: str) -> bool:
        """Whether it happened to the thing, or names it in its data."""
        named = (value if isinstance(value, list) else [value] for value in self.data.values())
        return self.subject == thing or any(thing in values for values in named)


@dataclass(slots=True)
class Watcher:
    """Everything that was told in a namespace since it began, each event once, however often it came."""

    bootstrap: str
    namespace: str
    events: dict[str, Told] = field(default_factory=dict)
    _read_to: dict[TopicPartition, int] = field(default_factory=dict)
    _places: frozenset[TopicPartition] = frozenset()
    _task: "asyncio.Task[None] | None" = None
    _asker: AIOKafkaConsumer | None = None
    """It reads nothing: a question about ends would wait behind a fetch on the same connection."""

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="watcher")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def about(self, thing: str) -> list[Told]:
        """The events about a thing, those of one aggregate in their order."""
        return sorted((one for one in self.events.values() if one.is_about(thing)), key=_order)

    def gaps(self) -> Iterator[str]:
        """Where the numbering of an aggregate's events has a hole or a double."""
        numbers: dict[str, list[int]] = {}
        for one in sorted(self.events.values(), key=_order):
            numbers.setdefault(f"{one.topic} {one.subject}", []).append(one.sequence)
        for place, found in numbers.items():
            if found != list(range(1, len(found) + 1)):
                yield f"{place}: events numbered {found}"

    async def ends(self) -> Ends:
        """Where each partition ends. Raises: KafkaError while the bus is away."""
        if self._asker is None:
            raise KafkaConnectionError
        ends: Ends = await self._asker.end_offsets(self._places)
        return ends

    def behind(self, ends: Ends) -> int:
        """How many records there are that it has not taken."""
        return sum(end - self._read_to.get(place, 0) for place, end in ends.items())

    async def _run(self) -> None:
        while True:
            try:
                await self._read()
            except KafkaError:
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _read(self) -> None:
        topics = [placed(topic.name, self.namespace) for topic in declared()]
        reader = AIOKafkaConsumer(
            *topics, bootstrap_servers=self.bootstrap, group_id=None, auto_offset_reset="earliest"
        )
        asker = AIOKafkaConsumer(bootstrap_servers=self.bootstrap, group_id=None)
        try:
            await reader.start()
            await asker.start()
            self._places, self._asker = reader.assignment(), asker
            async for record in reader:
                self._take(record)
        finally:
            self._asker = None
            await asker.stop()
            await reader.stop()

    def _take(self, record: Any) -> None:
        headers = {name: value.decode() for name, value in record.headers}
        topic = record.topic.removeprefix(placed("", self.namespace))
        told = Told(
            id=headers["ce_id"],
            type=headers["ce_type"],
            topic=topic,
            subject=headers["ce_subject"],
            sequence=int(headers["ce_sequence"]),
            data=json.loads(record.value),
        )
        self.events[told.id] = told
        self._read_to[TopicPartition(record.topic, record.partition)] = record.offset + 1


def answer_about(events: list[Told]) -> dict[str, Any]:
    """As a scenario sees events: the short names by family (`nomination: [drafted, …]`), and all of them in `all`."""
    families: dict[str, Any] = {}
    for one in events:
        family, _, verb = one.type.partition(".")
        families.setdefault(family, []).append(verb)
    whole = [{**one.data, "type": one.type, "topic": one.topic, "sequence": one.sequence} for one in events]
    return {**families, "all": whole}


def _order(one: Told) -> tuple[str, str, int]:
    return one.topic, one.subject, one.sequence
