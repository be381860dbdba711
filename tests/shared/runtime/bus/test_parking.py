"""Parked records: what an operator decides, and the schedule by which they are tried again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from pymongo import MongoClient

from shared.kernel.cause import Cause
from shared.kernel.errors import UnavailableError
from shared.runtime.bus.attempt import Attempt, Outcome, Verdict
from shared.runtime.bus.envelope import LARGEST_EVENT
from shared.runtime.bus.parking import LOOKED_AT, Parking
from shared.runtime.bus.ports import ParkedNote, ParkedState
from shared.runtime.bus.subscription import Group, on
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.test_envelope import Raw
from tests.shared.runtime.bus.world import KNOWN, Told, things, told

GROUP = "tests.ledgers"
(THING,) = things(1)


class HandMoved:
    def __init__(self) -> None:
        self.now = datetime(2025, 6, 1, tzinfo=UTC)
        self.seconds = 100.0
        """The monotonic clock, which nobody sets."""

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Ward:
    """A parking on a real store, with a handler that fails as it is told."""

    parking: Parking
    clock: HandMoved
    store: MongoStore
    failure: Exception | None = None
    failures: Mapping[int, Exception] = field(default_factory=dict)
    """What fails for one event alone."""

    def __post_init__(self) -> None:
        self.ran: list[int] = []
        group = Group(GROUP, (on(Told, self.handle),))
        self.parking.attempt = Attempt(group, self.clock, KNOWN)

    async def handle(self, event: Told, _: Cause) -> None:
        self.ran.append(event.n)
        if (failure := self.failures.get(event.n, self.failure)) is not None:
            raise failure

    async def held(self) -> list[ParkedNote]:
        return list(await self.store.parked.held(GROUP))


@pytest.fixture
def ward(store: MongoStore) -> Ward:
    clock = HandMoved()
    attempt = Attempt(Group(GROUP, ()), clock, KNOWN)
    return Ward(Parking(GROUP, store.parked, attempt, clock, clock.monotonic), clock, store)


def record(n: int) -> Raw:
    entry = told(THING, n)
    return Raw(entry.data, entry.raw_headers, offset=n, key=entry.key.encode())


REFUSED = Verdict(Outcome.PERMANENT, "thing.told", "NOT_OURS")
BEHIND = Verdict(Outcome.BEHIND, "thing.told", "behind")
UNEXPECTED = Verdict(Outcome.UNEXPECTED, "thing.told", "ZeroDivisionError")


async def test_only_later_records_of_the_key_are_held_back(ward: Ward) -> None:
    await ward.parking.park(record(1), REFUSED)
    assert ward.parking.holds(record(2))
    assert not ward.parking.holds(record(1)), "a redelivery is tried again"
    assert not ward.parking.holds(replace(record(2), key=b"another"))


async def test_a_parked_record_waits_for_an_operator_and_then_its_queue_moves_in_order(ward: Ward) -> None:
    for n, verdict in enumerate((REFUSED, BEHIND, BEHIND)):
        await ward.parking.park(record(n), verdict)
    await ward.parking.redrive()
    assert ward.ran == []
    head = (await ward.held())[0]
    await ward.store.parked.change(replace(head, state=ParkedState.RETRYING))
    await ward.parking.redrive()
    assert ward.ran == [0, 1, 2]
    assert await ward.held() == []
    assert not ward.parking.holds(record(3))


async def test_a_discarded_record_lets_its_queue_move_without_it(ward: Ward) -> None:
    for n, verdict in enumerate((REFUSED, BEHIND)):
        await ward.parking.park(record(n), verdict)
    head = (await ward.held())[0]
    await ward.store.parked.change(replace(head, state=ParkedState.DISCARDED))
    await ward.parking.redrive()
    assert ward.ran == [1]
    assert not ward.parking.holds(record(3))


async def test_an_unexpected_failure_is_tried_ten_times_in_twenty_minutes_and_then_parked(ward: Ward) -> None:
    ward.failure = ZeroDivisionError()
    await ward.parking.park(record(0), UNEXPECTED)
    waits = []
    while (head := (await ward.held())[0]).state is ParkedState.WAITING:
        assert head.retry_at is not None
        waits.append(round((head.retry_at - ward.clock.now).total_seconds()))
        ward.clock.seconds += waits[-1] - 0.001
        ran = len(ward.ran)
        await ward.parking.redrive()
        assert len(ward.ran) == ran, "not before its time"
        ward.clock.seconds += 0.001
        await ward.parking.redrive()
    assert waits == [1, 5, 15, 30, 60, 120, 180, 240, 300]
    assert (head.state, head.tries) == (ParkedState.PARKED, 10)


async def test_while_a_dependency_is_away_nothing_changes(ward: Ward) -> None:
    ward.failure = UnavailableError()
    await ward.parking.park(record(0), UNEXPECTED)
    before = await ward.held()
    ward.clock.seconds += 2
    await ward.parking.redrive()
    assert ward.ran, "it was tried"
    assert await ward.held() == before
    assert ward.parking.holds(record(1))


async def test_a_key_whose_dependency_is_away_keeps_the_others_waiting_for_one_round(ward: Ward) -> None:
    ward.failures = {0: UnavailableError()}
    await ward.parking.park(record(0), UNEXPECTED)
    (another_thing,) = things(1)
    other = told(another_thing, 7)
    await ward.parking.park(Raw(other.data, other.raw_headers, offset=7, key=other.key.encode()), UNEXPECTED)
    ward.clock.seconds += 2
    await ward.parking.redrive()
    await ward.parking.redrive()
    assert [note.offset for note in await ward.held()] == [0]
    assert 7 in ward.ran


async def test_a_new_owner_learns_what_is_held_of_its_partitions_only(ward: Ward) -> None:
    await ward.parking.park(record(0), REFUSED)
    await ward.parking.park(replace(record(0), partition=1), REFUSED)
    ward.parking.forget()
    assert not ward.parking.holds(record(1))
    await ward.parking.load([("results.v1", 0)])
    assert ward.parking.holds(record(1))
    assert not ward.parking.holds(replace(record(1), partition=1))


@pytest.mark.parametrize("days", [3, -3])
async def test_a_clock_that_is_set_makes_no_try_earlier_or_later(ward: Ward, days: int) -> None:
    ward.failure = ZeroDivisionError()
    await ward.parking.park(record(0), UNEXPECTED)
    ward.clock.now += timedelta(days=days)
    ward.clock.seconds += 0.9
    await ward.parking.redrive()
    assert ward.ran == []
    ward.clock.seconds += 0.1
    await ward.parking.redrive()
    assert ward.ran == [0]


async def test_a_new_owner_counts_the_wait_anew_whatever_time_the_old_one_had(ward: Ward) -> None:
    ward.clock.now += timedelta(days=3)
    await ward.parking.park(record(0), UNEXPECTED)
    ward.clock.now -= timedelta(days=3)
    ward.clock.seconds += 5
    ward.parking.forget()
    await ward.parking.load([("results.v1", 0)])
    await ward.parking.redrive()
    assert ward.ran == []
    ward.clock.seconds += 1
    await ward.parking.redrive()
    assert (ward.ran, await ward.held()) == ([0], [])


async def test_only_what_is_due_is_read_one_record_at_a_time(ward: Ward, mongodb_url: str) -> None:
    for n in range(20):
        await ward.parking.park(replace(record(n), key=str(n).encode(), value=bytes(LARGEST_EVENT)), REFUSED)
    await ward.parking.park(record(20), UNEXPECTED)
    ward.parking.forget()
    with MongoClient[dict[str, Any]](mongodb_url) as server:
        began = sent_by(server)
        await ward.parking.load([("results.v1", 0)])
        for _ in range(3):
            await ward.parking.redrive()
        assert sent_by(server) - began < LARGEST_EVENT
        ward.clock.seconds += 1
        await ward.parking.redrive()
        assert ward.ran == [20]
        began = sent_by(server)
        assert await ward.store.parked.retry((await ward.held())[0].id)
        await ward.parking.redrive()
        assert LARGEST_EVENT < sent_by(server) - began < 2 * LARGEST_EVENT


def sent_by(server: MongoClient[dict[str, Any]]) -> int:
    """Bytes that the server has sent to everybody."""
    return int(server.admin.command("serverStatus")["network"]["bytesOut"])


async def test_a_decision_about_any_of_many_keys_is_noticed_in_turn(ward: Ward) -> None:
    for n in range(LOOKED_AT + 2):
        await ward.parking.park(replace(record(n), key=str(n).encode()), REFUSED)
    first, *_, last = await ward.held()
    assert await ward.store.parked.retry(first.id)
    assert await ward.store.parked.discard(last.id)
    await ward.parking.redrive()
    await ward.parking.redrive()
    assert ward.ran == [first.offset]
    assert not ward.parking.holds(replace(record(9_999), key=last.key))
    assert len(await ward.held()) == LOOKED_AT


async def test_what_is_held_of_these_partitions_is_counted_by_reason(ward: Ward) -> None:
    await ward.parking.park(record(0), REFUSED)
    await ward.parking.park(record(1), BEHIND)
    await ward.parking.redrive()
    assert [counted(reason) for reason in ("NOT_OURS", "behind")] == [1, 1]
    ward.parking.forget()
    await ward.parking.redrive()
    assert [counted(reason) for reason in ("NOT_OURS", "behind")] == [0, 0]


def counted(reason: str) -> float:
    return REGISTRY.get_sample_value("kipthoi_parked", {"group": GROUP, "reason": reason}) or 0.0
