"""A process that dies by kill -9 after one step of a delivery: arguments are store, database and step."""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.record import Recorded
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.event.dispatch import Fresh
from services.notifications.usecases.ports import Feed, Outbound
from shared.runtime.failpoints import Failpoint, arm
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


class Beginning:
    """The process is killed when it is about to hand a text over, before or after that is kept."""

    def __init__(self, ports: Ports, *, is_kept: bool) -> None:
        self._ports, self._is_kept = ports, is_kept

    async def free_at(self, _delivery: Delivery, _now: datetime) -> None:
        return None

    async def send(self, delivery: Delivery, _record: Recorded) -> Ended:
        if self._is_kept:
            await self._ports.deliveries.begin(delivery)
        os.kill(os.getpid(), signal.SIGKILL)
        return Ended(Outcome.OK)


class Refusing:
    """A centre that knows no number."""

    async def free_at(self, _delivery: Delivery, _now: datetime) -> None:
        return None

    async def send(self, _delivery: Delivery, _record: Recorded) -> Ended:
        arm(f"{Failpoint.BEFORE_LET_GO}:1")
        return Ended(Outcome.REFUSED)


async def send_texts(ports: Ports, way: Outbound) -> None:
    """What is due goes out by a way on which the process dies."""
    acts = build_use_cases(replace(ports, channels={Channel.SMS: way})).delivery
    for each in await acts.claim(10):
        await acts.send(each)


async def main(url: str, database: str, step: str) -> None:
    clock = SetClock()
    store = MongoStore(url, database, clock=clock)
    ports = mongo_ports(store, clock)

    if step == "arrived":
        await arrive(ports)
    if step == "passing on":
        await send_texts(ports, Refusing())
    if step in {"claimed", "begun"}:
        await send_texts(ports, Beginning(ports, is_kept=step == "begun"))

    async def deliver(record: Recorded, fresh: Fresh | None = None) -> None:  # noqa: ARG001
        if step in {"posted", "both"}:
            await ports.feed.post(record)
        if step in {"entered", "both"}:
            await ports.register.append(record)
        os.kill(os.getpid(), signal.SIGKILL)

    event = event_of("award.published")
    await replace(build_use_cases(ports).event.route, deliver=deliver)(event, cause_of(event))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
