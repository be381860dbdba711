"""The same registry as a tutorial would write it: FastStream's defaults, one write, one publication.

python -m tests.chaos.controls.tutorial BOOTSTRAP MONGODB_URL NAMESPACE _ DIE_AT
"""

import asyncio
import os
import signal
import sys
from typing import Any
from uuid import UUID

from faststream.kafka import KafkaBroker, KafkaMessage
from pymongo import AsyncMongoClient

from tests.chaos.controls.registry import GROUP, IDLE_SECONDS, SLOW_SECONDS

Document = dict[str, Any]


async def live(bootstrap: str, mongodb_url: str, namespace: str, die_at: int) -> None:
    """Hear, open, tell; end when nothing has come for a while."""
    broker, effects, heard = KafkaBroker(bootstrap), 0, asyncio.Event()
    async with AsyncMongoClient[Document](mongodb_url, uuidRepresentation="standard") as mongo:
        cases = mongo[f"{namespace}_reviews"]["cases"]

        @broker.subscriber(f"{namespace}.nominations.v1", group_id=f"{namespace}.{GROUP}", auto_offset_reset="earliest")
        async def opened(_: dict[str, Any], message: KafkaMessage) -> None:
            nonlocal effects
            heard.set()
            await asyncio.sleep(SLOW_SECONDS)
            case_id = UUID(message.headers["ce_subject"])
            case = {"seq": 1, "state": {"state": "opened"}, "outbox": []}
            handled = {"k": UUID(message.headers["ce_id"]), "w": None}
            await cases.update_one({"_id": case_id}, {"$set": case, "$push": {"inbox": handled}}, upsert=True)
            effects += 1
            if effects == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

        async with broker:
            await broker.start()
            try:
                while True:
                    await asyncio.wait_for(heard.wait(), IDLE_SECONDS * 6)
                    heard.clear()
            except TimeoutError:
                return


if __name__ == "__main__":
    server, store, world, _, last = sys.argv[1:]
    asyncio.run(live(server, store, world, int(last)))
