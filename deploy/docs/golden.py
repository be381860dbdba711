"""Keep real messages of every event version: what readers must understand for ever.

`python -m deploy.docs.golden BOOTSTRAP NAMESPACE` reads the topics of a played world and keeps the first message of
every type and version that has none yet. A golden message is never written again.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.structs import ConsumerRecord

from deploy.standalone.topics import declared
from shared.runtime.bus.subscription import placed

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "contracts" / "golden"
_QUIET_MS = 1_000


async def keep(bootstrap: str, namespace: str) -> list[str]:
    """Keep what is missing; give the names of the new files."""
    kept = []
    async for record in _records(bootstrap, namespace):
        headers = {name: raw.decode() for name, raw in record.headers}
        kind, version = headers["ce_dataschema"].rsplit("/", 1)
        target = FOLDER / f"{kind}.v{version}.json"
        if not target.exists():
            target.write_text(_text(record, headers), encoding="utf-8")
            kept.append(target.name)
    return sorted(kept)


def _text(record: ConsumerRecord, headers: dict[str, str]) -> str:
    message: dict[str, Any] = {
        "topic": record.topic.split(".", 1)[1] if record.topic.count(".") > 1 else record.topic,
        "key": record.key.decode(),
        "headers": headers,
        "value": record.value.decode(),
    }
    return json.dumps(message, ensure_ascii=False, indent=2) + "\n"


async def _records(bootstrap: str, namespace: str) -> AsyncIterator[ConsumerRecord]:
    topics = [placed(topic.name, namespace) for topic in declared()]
    consumer = AIOKafkaConsumer(
        *topics, bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    try:
        while batches := await consumer.getmany(timeout_ms=_QUIET_MS):
            for records in batches.values():
                for record in records:
                    yield record
    finally:
        await consumer.stop()


if __name__ == "__main__":
    for name in asyncio.run(keep(*sys.argv[1:3])):
        print(name)
