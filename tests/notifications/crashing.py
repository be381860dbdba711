"""A process that dies by kill -9 after one step of a delivery: arguments are store, database and step."""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from typing import Any, cast

from services.notifications.domain.record import Recorded
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.ports import Feed
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock, mongo_ports
from tests.notifications.facts import cause_of, event_of


class Killed:
    """A feed whose process is killed instead of posting for anything but a file."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def post(self, record: Recorded) -> None:
        if record.kind != "nomination.submitted":
            os.kill(os.getpid(), signal.SIGKILL)
        await self._feed.post(record)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._feed, name)


async def arrive(ports: Ports) -> None:
    """A file comes for one who waits, and the process dies between the two."""
    early, file = event_of("review.closed"), event_of("nomination.submitted")
    await build_use_cases(ports).event.route(early, cause_of(early))
    await build_use_cases(replace(ports, feed=cast("Feed", Killed(ports.feed)))).event.route(file, cause_of(file))


async def main(url: str, database: str, step: str) -> None:
    clock = SetClock()
    store = MongoStore(url, database, clock=clock)
    ports = mongo_ports(store, clock)

    if step == "arrived":
        await arrive(ports)

    async def deliver(record: Recorded, *, is_fresh: bool = False) -> None:  # noqa: ARG001
        if step in {"posted", "both"}:
            await ports.feed.post(record)
        if step in {"entered", "both"}:
            await ports.register.append(record)
        os.kill(os.getpid(), signal.SIGKILL)

    event = event_of("award.published")
    await replace(build_use_cases(ports).event.route, deliver=deliver)(event, cause_of(event))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
