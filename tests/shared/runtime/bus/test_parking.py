"""Parked records: what an operator decides, and the schedule by which they are tried again."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.kernel.cause import Cause
from shared.kernel.errors import UnavailableError
from shared.runtime.bus.attempt import Attempt, Outcome, Verdict
from shared.runtime.bus.parking import Parking
from shared.runtime.bus.ports import ParkedRecord, ParkedState
from shared.runtime.bus.subscription import Group, on
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.test_envelope import Raw
from tests.shared.runtime.bus.world import KNOWN, Told, things, told

GROUP = "tests.ledgers"
(THING,) = things(1)


class HandMoved:
    def __init__(self) -> None:
        self.now = datetime(2025, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Ward:
    """A parking on a real store, with a handler that fails as it is told."""

    parking: Parking
    clock: HandMoved
    store: MongoStore
    failure: Exception | None = None

    def __post_init__(self) -> None:
        self.ran: list[int] = []
        group = Group(GROUP, (on(Told, self.handle),))
        self.parking.attempt = Attempt(group, self.clock, KNOWN)

    async def handle(self, event: Told, _: Cause) -> None:
        self.ran.append(event.n)
        if self.failure is not None:
            raise self.failure

    async def held(self) -> list[ParkedRecord]:
        return list(await self.store.parked.held(GROUP))


@pytest.fixture
def ward(store: MongoStore) -> Ward:
    clock = HandMoved()
    attempt = Attempt(Group(GROUP, ()), clock, KNOWN)
    return Ward(Parking(GROUP, store.parked, attempt, clock), clock, store)


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
        ward.clock.now = head.retry_at - timedelta(milliseconds=1)
        ran = len(ward.ran)
        await ward.parking.redrive()
        assert len(ward.ran) == ran, "not before its time"
        ward.clock.now = head.retry_at
        await ward.parking.redrive()
    assert waits == [1, 5, 15, 30, 60, 120, 180, 240, 300]
    assert (head.state, head.tries) == (ParkedState.PARKED, 10)


async def test_while_a_dependency_is_away_nothing_changes(ward: Ward) -> None:
    ward.failure = UnavailableError()
    await ward.parking.park(record(0), UNEXPECTED)
    before = await ward.held()
    ward.clock.now += timedelta(seconds=2)
    await ward.parking.redrive()
    assert await ward.held() == before
    assert ward.parking.holds(record(1))


async def test_a_new_owner_learns_what_is_held_of_its_partitions_only(ward: Ward) -> None:
    await ward.parking.park(record(0), REFUSED)
    await ward.parking.park(replace(record(0), partition=1), REFUSED)
    ward.parking.forget()
    assert not ward.parking.holds(record(1))
    await ward.parking.load([("results.v1", 0)])
    assert ward.parking.holds(record(1))
    assert not ward.parking.holds(replace(record(1), partition=1))
