"""A process that dies by kill -9 after one step of a delivery: arguments are store, database and step."""

import asyncio
import os
import signal
import sys

from services.notifications.domain.record import Recorded
from services.notifications.usecases.event.route import RouteEvent
from services.notifications.usecases.event.settle import SettlePlan
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock, mongo_ports
from tests.notifications.facts import cause_of, event_of


async def main(url: str, database: str, step: str) -> None:
    clock = SetClock()
    store = MongoStore(url, database, clock=clock)
    ports = mongo_ports(store, clock)

    async def deliver(record: Recorded) -> None:
        if step in {"posted", "both"}:
            await ports.feed.post(record)
        if step in {"entered", "both"}:
            await ports.register.append(record)
        os.kill(os.getpid(), signal.SIGKILL)

    event = event_of("award.published")
    await RouteEvent(ports.events, SettlePlan(ports.events), deliver, clock)(event, cause_of(event))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
