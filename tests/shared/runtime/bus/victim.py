"""A program that writes ledgers and dies by its own hand right after a write, before anything is committed.

python -m tests.shared.runtime.bus.victim BOOTSTRAP MONGODB_URL NAMESPACE WRITES [REPLICA]
"""

import asyncio
import os
import signal
import sys

from shared.kernel.cause import Cause
from shared.runtime.bus.pipeline import Pipeline
from shared.runtime.bus.subscription import Group, on
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.world import KNOWN, Note, Told, ledgers_of


async def live(bootstrap: str, mongodb_url: str, namespace: str, writes: str, replica: str = "") -> None:
    store = MongoStore(mongodb_url, f"{namespace}_tests")
    note, written = Note(ledgers_of(store)), 0

    async def handler(event: Told, cause: Cause) -> None:
        nonlocal written
        await note(event, cause)
        written += 1
        if written == int(writes):
            os.kill(os.getpid(), signal.SIGKILL)

    group = Group("tests.ledgers", (on(Told, handler),))
    Pipeline(group, bootstrap=bootstrap, parked=store.parked, namespace=namespace, known=KNOWN, replica=replica).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(live(*sys.argv[1:]))
