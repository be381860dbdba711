import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest

from services.notifications.domain.delivery import Delivery, State
from services.notifications.usecases import Ports, build_use_cases
from shared.contracts.event import Event
from shared.kernel.clock import now_utc
from shared.runtime.failpoints import Failpoint
from shared.runtime.store.client import MongoStore
from tests.notifications.adapters.webhook.receiving import Arrived, Receiver, receiving
from tests.notifications.facts import cause_of, event_of
from tests.notifications.sending import Hurried, sending, sending_ports

ROOT = Path(__file__).parents[3]
KINDS = ("award.published", "award.presented", "award.revoked")


@pytest.fixture
def hurried() -> Hurried:
    return Hurried(now_utc())


def events(subjects: int) -> Sequence[tuple[Event, int]]:
    return [
        (event_of(kind, award_id=UUID(int=subject)), n) for n, kind in enumerate(KINDS) for subject in range(subjects)
    ]


async def planned(ports: Ports, subjects: int) -> None:
    for event, n in events(subjects):
        await build_use_cases(ports).event.route(event, cause_of(event, n))


async def deliveries(ports: Ports, subjects: int) -> list[Delivery]:
    found = [await ports.deliveries.of_event(cause_of(event, n).id) for event, n in events(subjects)]
    return [one for each in found for one in each]


async def over(ports: Ports, subjects: int, *, within_seconds: float = 40.0) -> list[Delivery]:
    """The deliveries, when all of them have ended."""
    async with asyncio.timeout(within_seconds):
        while any(each.is_open for each in await deliveries(ports, subjects)):
            await build_use_cases(ports).delivery.promote()
            await asyncio.sleep(0.1)
    return await deliveries(ports, subjects)


def first_arrivals(arrived: Sequence[Arrived]) -> dict[str, list[str]]:
    """The sequences of each subject in the order in which they came first."""
    found: dict[str, list[str]] = {}
    for call in arrived:
        chain = found.setdefault(call.event["subject"], [])
        if call.event["sequence"] not in chain:
            chain.append(call.event["sequence"])
    return found


def require_in_order(arrived: Sequence[Arrived], subjects: int) -> None:
    chains = first_arrivals(arrived)
    assert len(chains) == subjects
    assert all(chain == sorted(chain) and len(chain) == len(KINDS) for chain in chains.values())


async def test_what_was_planned_arrives_in_its_order_also_when_calls_fail(store: MongoStore, hurried: Hurried) -> None:
    receiver = Receiver(status=lambda _, n: 500 if n % 4 == 0 else 204)
    async with receiving(receiver), sending(store, hurried, receiver.port) as (ports, _):
        await planned(ports, 4)
        ended = await over(ports, 4)
    assert {each.state for each in ended} == {State.DONE}
    require_in_order(receiver.arrived, 4)


async def test_two_senders_share_the_work(store: MongoStore, hurried: Hurried) -> None:
    receiver = Receiver()
    async with (
        receiving(receiver),
        sending(store, hurried, receiver.port) as (ports, _),
        sending(store, hurried, receiver.port),
    ):
        await planned(ports, 4)
        await over(ports, 4)
    require_in_order(receiver.arrived, 4)


async def test_one_that_stops_gives_back_what_it_could_not_finish(store: MongoStore, hurried: Hurried) -> None:
    receiver = Receiver(path="/hangs")
    ports, _ = sending_ports(store, hurried, 1)
    async with receiving(receiver):
        async with sending(store, hurried, receiver.port) as (sending_to, _):
            await planned(sending_to, 1)
            async with asyncio.timeout(10):
                await receiver.called.wait()
        states = [(each.state, each.token, each.tries) for each in await deliveries(ports, 1)]
        assert states == [(State.DUE, "", 0), (State.BLOCKED, "", 0), (State.BLOCKED, "", 0)]
    assert len(receiver.arrived) == 1


@pytest.mark.slow
@pytest.mark.parametrize("point", [Failpoint.AFTER_CLAIM, Failpoint.AFTER_POST_BEFORE_RECORD, Failpoint.BEFORE_LET_GO])
async def test_a_sender_killed_at_any_line_loses_nothing_and_repeats_only_what_was_under_way(
    store: MongoStore, hurried: Hurried, mongodb_url: str, namespace: str, point: Failpoint
) -> None:
    receiver = Receiver()
    async with receiving(receiver):
        ports, _ = sending_ports(store, hurried, receiver.port)
        await planned(ports, 3)
        killed = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.notifications.sending", mongodb_url, f"{namespace}_notifications"),
            *(str(receiver.port), hurried.start.isoformat(), f"{point}:2"),
            cwd=ROOT,
        )
        assert await killed.wait() == -9
        async with sending(store, hurried, receiver.port):
            ended = await over(ports, 3)
    assert {each.state for each in ended} == {State.DONE}
    require_in_order(receiver.arrived, 3)
    assert len(receiver.arrived) <= 9 + 3
