"""Prints what happens on the bus, one line an event: a plain reader without a group, which disturbs nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from deploy.standalone.topics import declared
from shared.contracts.event import Event
from shared.kernel.clock import VIETNAM
from shared.runtime.bus.envelope import Head, UnreadableError, read
from shared.runtime.bus.subscription import placed

_PAUSE_SECONDS = 1.0
_WAIT_MS = 200
# What a person recognises first; the first that an event has is shown.
_TOLD = ("subject_label", "citation_vi", "name_vi", "number", "message", "code", "reason")
_SHOWN = 60


async def follow(bootstrap: str, namespace: str, say: Callable[[str], None]) -> None:
    """Say every event from now on, until cancelled. A broker that goes away is waited for."""
    seen: dict[TopicPartition, int] = {}
    while True:
        try:
            async for record in _records(bootstrap, namespace, seen):
                say(line(record))
        except KafkaError:
            await asyncio.sleep(_PAUSE_SECONDS)


def line(record: ConsumerRecord) -> str:
    """One record as a person reads it: time, type, aggregate, number, unit, and what it is about."""
    try:
        head, event = read(record)
    except UnreadableError as error:
        return f"--:--:--  unreadable ({error}) at {record.topic}/{record.partition}/{record.offset}"
    if event is None:
        return f"{_clock_time(head)}  {head.type}"
    columns = f"{_clock_time(head)}  {head.type:<26} {head.subject[:8]} #{head.sequence:<3} {event.unit_id:<12}"
    return f"{columns} {_about(event)}".rstrip()


async def _records(bootstrap: str, namespace: str, seen: dict[TopicPartition, int]) -> AsyncIterator[ConsumerRecord]:
    """Every record behind those in `seen`, or from the end on where nothing was seen."""
    topics = declared()
    everywhere = [TopicPartition(placed(one.name, namespace), n) for one in topics for n in range(one.partitions)]
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign(everywhere)
        ends = await consumer.end_offsets(everywhere)
        for place in everywhere:
            consumer.seek(place, seen.setdefault(place, ends[place]))
        while True:
            for place, records in (await consumer.getmany(timeout_ms=_WAIT_MS)).items():
                for record in records:
                    yield record
                    seen[place] = record.offset + 1
    finally:
        await consumer.stop()


def _clock_time(head: Head) -> str:
    return head.time.astimezone(VIETNAM).strftime("%H:%M:%S") if head.time else "--:--:--"


def _about(event: Event) -> str:
    for name in _TOLD:
        if told := getattr(event, name, None):
            return str(told).replace("\n", " ")[:_SHOWN]
    return ""
