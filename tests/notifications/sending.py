"""A router with its sender in a process of its own, told where to die: store, database, port, start, failpoint."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.notifications.adapters.flights import Flights
from services.notifications.adapters.sender import Sender
from services.notifications.app import secret
from services.notifications.domain.channel import Channel
from services.notifications.usecases import Ports, build_use_cases
from shared.contracts.event import Event
from shared.kernel.clock import now_utc
from shared.runtime.failpoints import arm
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock, mongo_ports
from tests.notifications.endpoints import endpoint_at, webhooks_for
from tests.notifications.facts import cause_of, event_of
from tests.notifications.memory import MemoryReceivers

SUBJECTS = 3
KINDS = ("award.published", "award.presented", "award.revoked")


class Hurried(SetClock):
    """A minute of it is two seconds, in every process that began to count at the same instant."""

    def __init__(self, start: datetime, times: int = 30) -> None:
        self.start, self._times = start, times

    def __call__(self) -> datetime:
        return self.start + self._times * (now_utc() - self.start)


def events(subjects: int) -> Sequence[tuple[Event, int]]:
    """What happens to so many awards, each in its order."""
    return [
        (event_of(kind, award_id=UUID(int=subject)), n) for n, kind in enumerate(KINDS) for subject in range(subjects)
    ]


async def routed(ports: Ports, subjects: int) -> None:
    """All of that is heard."""
    for event, n in events(subjects):
        await build_use_cases(ports).event.route(event, cause_of(event, n))


def sending_ports(store: MongoStore, clock: Hurried, *ports: int) -> tuple[Ports, MemoryReceivers]:
    """The ports of a sender; one endpoint for each port of this machine."""
    receivers = MemoryReceivers()
    for number, port in enumerate(ports, 1):
        endpoint = endpoint_at(f"http://localhost:{port}/", number)
        receivers.kept[endpoint.id] = endpoint
    return replace(mongo_ports(store, clock), receivers=receivers, clock=clock), receivers


@asynccontextmanager
async def sending(store: MongoStore, clock: Hurried, *open_ports: int) -> AsyncIterator[tuple[Ports, Sender]]:
    """A sender that runs; its own pace and breaker."""
    ports, receivers = sending_ports(store, clock, *open_ports)
    webhooks, callers = webhooks_for(receivers, open_ports[0], clock)
    woken, flights = asyncio.Event(), Flights()
    ways = {Channel.WEBHOOK: webhooks}
    ports = replace(ports, channels=ways, prompt=ways, flights=flights, wake=woken.set, secret=secret)
    sender = Sender(build_use_cases(ports).delivery, flights, woken, finish_seconds=1.0)
    await sender.start()
    try:
        yield ports, sender
    finally:
        await sender.stop()
        await callers.stop()


async def main(url: str, database: str, port: str, start: str, failpoint: str) -> None:
    clock = Hurried(datetime.fromisoformat(start).astimezone(UTC))
    store = MongoStore(url, database, clock=clock)
    arm(failpoint)
    async with sending(store, clock, int(port)) as (ports, _):
        use_cases = build_use_cases(ports)
        await routed(ports, SUBJECTS)
        until = clock() + timedelta(minutes=10)
        while clock() < until:
            await use_cases.delivery.promote()
            await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
