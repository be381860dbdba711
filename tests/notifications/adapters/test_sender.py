import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from services.notifications.domain.delivery import Delivery, State
from services.notifications.domain.outcome import Phase
from services.notifications.usecases import Ports, build_use_cases
from shared.kernel.clock import now_utc
from shared.runtime.failpoints import Failpoint
from shared.runtime.store.client import MongoStore
from tests.notifications.adapters.webhook.receiving import Arrived, Receiver, receiving
from tests.notifications.facts import cause_of
from tests.notifications.kept import of_event
from tests.notifications.sending import KINDS, SUBJECTS, Hurried, events, routed, sending, sending_ports

ROOT = Path(__file__).parents[3]


@pytest.fixture
def hurried() -> Hurried:
    return Hurried(now_utc())


async def deliveries(ports: Ports, subjects: int) -> list[Delivery]:
    found = [await of_event(ports.deliveries, cause_of(event, n).id) for event, n in events(subjects)]
    return [one for each in found for one in each]


async def over(ports: Ports, subjects: int, *, within_seconds: float = 40.0) -> list[Delivery]:
    """The deliveries, when all of them have ended."""
    async with asyncio.timeout(within_seconds):
        while any(each.is_open for each in await deliveries(ports, subjects)):
            await build_use_cases(ports).delivery.promote()
            await asyncio.sleep(0.1)
    return await deliveries(ports, subjects)


def tries_that_succeeded() -> float:
    found = REGISTRY.get_sample_value("kipthoi_notify_deliveries_total", {"channel": "webhook", "class": "ok"})
    return found or 0.0


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
        await routed(ports, 4)
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
        await routed(ports, 4)
        await over(ports, 4)
    require_in_order(receiver.arrived, 4)


async def test_one_that_stops_gives_back_what_it_could_not_finish(store: MongoStore, hurried: Hurried) -> None:
    receiver = Receiver(path="/hangs")
    ports, _ = sending_ports(store, hurried, 1)
    async with receiving(receiver):
        async with sending(store, hurried, receiver.port) as (sending_to, _):
            await routed(sending_to, 1)
            async with asyncio.timeout(10):
                await receiver.called.wait()
        states = [(each.state, each.token, each.tries) for each in await deliveries(ports, 1)]
        assert states == [(State.DUE, "", 0), (State.BLOCKED, "", 0), (State.BLOCKED, "", 0)]
    assert len(receiver.arrived) == 1


async def test_what_nothing_holds_up_is_there_before_its_event_counts_as_handled(
    store: MongoStore, hurried: Hurried
) -> None:
    receiver = Receiver()
    async with receiving(receiver), sending(store, hurried, receiver.port) as (ports, _):
        before = tries_that_succeeded()
        await routed(ports, 1)
        ended = await deliveries(ports, 1)
        assert tries_that_succeeded() == before + 3
        assert [(each.state, each.token, each.tries) for each in ended] == [(State.DONE, "", 1)] * 3
        assert [await ports.attempts.of_delivery(each.id) for each in ended] == [[], [], []]
    require_in_order(receiver.arrived, 1)
    assert len(receiver.arrived) == 3


async def test_what_takes_longer_is_kept_as_under_way_and_the_next_waits_for_it(store: MongoStore) -> None:
    receiver = Receiver()
    receiver.may_answer.clear()
    async with receiving(receiver), sending(store, Hurried(now_utc(), 1), receiver.port) as (ports, _):
        await routed(ports, 1)
        assert [each.state for each in await deliveries(ports, 1)] == [State.LEASED, State.BLOCKED, State.BLOCKED]
        receiver.may_answer.set()
        ended = await over(ports, 1)
    assert [(each.state, each.tries) for each in ended] == [(State.DONE, 1)] * 3
    require_in_order(receiver.arrived, 1)
    assert len(receiver.arrived) == 3


async def test_of_a_try_that_failed_it_is_told_where_it_went_and_what_was_answered(store: MongoStore) -> None:
    receiver = Receiver(path="/complains")
    async with receiving(receiver), sending(store, Hurried(now_utc(), 1), receiver.port) as (ports, _):
        await routed(ports, 1)
        first, *_ = await deliveries(ports, 1)
        told = await ports.attempts.of_delivery(first.id)
    assert (first.state, first.last and first.last.status) == (State.DUE, 500)
    assert (told[0].phase, told[0].ip, told[0].status, told[0].snippet) == (Phase.ANSWER, "127.0.0.1", 500, "x" * 2_048)


async def test_what_is_heard_again_is_sent_again_to_nobody(store: MongoStore, hurried: Hurried) -> None:
    receiver = Receiver()
    async with receiving(receiver), sending(store, hurried, receiver.port) as (ports, _):
        await asyncio.gather(*(routed(ports, 1) for _ in range(2)))
        await routed(ports, 1)
        await over(ports, 1)
    require_in_order(receiver.arrived, 1)
    assert len(receiver.arrived) <= 6


@pytest.mark.slow
async def test_one_killed_at_each_line_loses_nothing_and_repeats_only_what_was_under_way(
    store: MongoStore, hurried: Hurried, mongodb_url: str, namespace: str
) -> None:
    receiver = Receiver(status=lambda _, n: 500 if n % 3 == 0 else 204)
    deaths = (Failpoint.AFTER_POST_BEFORE_RECORD, Failpoint.AFTER_CLAIM, Failpoint.BEFORE_LET_GO)
    async with receiving(receiver):
        for point in deaths:
            # What was not handled to its end is heard again by the next.
            killed = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.notifications.sending", mongodb_url, f"{namespace}_notifications"),
                *(str(receiver.port), hurried.start.isoformat(), f"{point}:2"),
                cwd=ROOT,
            )
            assert await killed.wait() == -9
        failures = len(receiver.arrived) // 3
        receiver.status = lambda *_: 204
        async with sending(store, hurried, receiver.port) as (ports, _):
            await routed(ports, SUBJECTS)
            ended = await over(ports, SUBJECTS)
    assert {each.state for each in ended} == {State.DONE}
    require_in_order(receiver.arrived, SUBJECTS)
    repeats = len(receiver.arrived) - len({call.headers["webhook-id"] for call in receiver.arrived})
    assert repeats <= failures + SUBJECTS * len(deaths)
