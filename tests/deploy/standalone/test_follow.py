import asyncio
import uuid
from datetime import UTC, datetime

from aiokafka import AIOKafkaProducer

from deploy.standalone.follow import follow
from shared.contracts.organisation import UnitChanged
from shared.kernel.actor import system
from shared.kernel.cause import Cause
from shared.runtime.bus.envelope import OutboxEntry, seal
from shared.runtime.bus.subscription import placed
from tests.conftest import Topics


def _entry() -> OutboxEntry:
    cause = Cause(uuid.uuid4(), system("nominations"), "system", uuid.uuid4(), uuid.uuid4(), None, None, None)
    unit = UnitChanged.model_construct(
        unit_id="STP-HP", unit_path=("STP-HP",), org_id=uuid.uuid4(), code="STP-HP", name_vi="Sở Tư pháp", kind="STP"
    )
    at = datetime(2026, 3, 9, 2, 15, 42, tzinfo=UTC)
    return seal(unit, aggregate_id=uuid.uuid4(), seq=1, n=0, cause=cause, source="nominations", at=at)


async def test_every_record_from_now_on_is_one_line_and_what_was_before_is_not_told(
    kafka_bootstrap: str, namespace: str, topics: Topics
) -> None:
    await topics()
    entry, lines, arrived = _entry(), list[str](), asyncio.Event()
    topic = placed(entry.topic, namespace)

    def say(line: str) -> None:
        lines.append(line)
        if "unreadable" in line:
            arrived.set()

    producer = AIOKafkaProducer(bootstrap_servers=kafka_bootstrap)
    await producer.start()
    await producer.send_and_wait(topic, b"before", partition=3)
    task = asyncio.create_task(follow(kafka_bootstrap, namespace, say))
    while not arrived.is_set():
        await producer.send_and_wait(topic, b"no event", partition=3)
        await asyncio.sleep(0.1)
    del lines[:]
    headers = [(name, value.encode()) for name, value in entry.headers.items()]
    await producer.send_and_wait(topic, entry.data, partition=3, headers=headers)
    arrived.clear()
    await producer.send_and_wait(topic, b"no event", partition=3)
    await asyncio.wait_for(arrived.wait(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await producer.stop()
    told = [line for line in lines if "unreadable" not in line]
    assert len(told) == 1
    assert told[0].startswith(f"09:15:42  org.unit_changed           {entry.key[:8]} #1")
    assert told[0].endswith("STP-HP       Sở Tư pháp")
