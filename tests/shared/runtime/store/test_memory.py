"""What was just saved is remembered; whoever tells from outside must never notice, but for the time it takes."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.clock import now_utc
from shared.kernel.errors import ConflictError, StaleError
from shared.runtime.bus.attempt import Attempt, Outcome
from shared.runtime.bus.envelope import OutboxEntry, seal
from shared.runtime.bus.subscription import Group, on
from shared.runtime.memory import remembering
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.test_envelope import Raw
from tests.shared.runtime.store.things import INDEXES, Thing, ThingGrown, a_cause, document_of, grown, kept, things_of

FULL = 4
KNOWN: dict[str, type[Event]] = {ThingGrown.type: ThingGrown}


@dataclass(frozen=True)
class Grow:
    """Grows a thing that is not full; of a full one it refuses `loudly`, or does nothing."""

    things: Aggregates[Thing]

    async def __call__(self, event: ThingGrown, cause: Cause) -> None:
        thing = await self.things.get(event.thing_id, cause)
        if thing.size >= FULL and event.text == "loudly":
            raise ConflictError("FULL")
        if thing.size < FULL:
            await self.things.save(replace(thing, size=thing.size + 1), because_of=cause)


@dataclass(frozen=True)
class Process:
    """A service that reads the bus: its own store, so its own memory."""

    things: Aggregates[Thing]

    async def hears(self, entry: OutboxEntry) -> Outcome:
        attempt = Attempt(Group("tests.grow", (on(ThingGrown, Grow(self.things)),)), now_utc, KNOWN)
        return (await attempt(Raw(entry.data, list(entry.raw_headers)))).outcome


@pytest.fixture
async def other(mongodb_url: str, store: MongoStore) -> AsyncIterator[Aggregates[Thing]]:
    """The same things in another process."""
    second = MongoStore(mongodb_url, store.rows("things").database.name)
    yield things_of(second)
    await second.close()


def an_event(thing_id: UUID, text: str = "loudly") -> OutboxEntry:
    return seal(grown(thing_id, text), aggregate_id=thing_id, seq=1, n=1, cause=a_cause(), source="tests", at=now_utc())


async def resized(things: Aggregates[Thing], thing_id: UUID, size: int) -> None:
    cause = a_cause()
    await things.save(replace(await things.get(thing_id, cause), size=size), because_of=cause)


async def test_a_thing_that_was_just_saved_is_not_read_again(
    things: Aggregates[Thing], other: Aggregates[Thing]
) -> None:
    thing = await kept(things)
    await resized(other, thing.id, FULL)
    with remembering() as memory:
        assert (await things.get(thing.id, a_cause())).size == 0
        assert memory.unproven == {thing.id}
        with pytest.raises(StaleError):
            await things.save(replace(thing, version=1, size=1), because_of=a_cause())
        assert memory.unproven == {thing.id}


async def test_a_command_always_reads(things: Aggregates[Thing], other: Aggregates[Thing]) -> None:
    thing = await kept(things)
    await resized(other, thing.id, FULL)
    assert (await things.get(thing.id, a_cause())).size == FULL


@pytest.mark.parametrize("text", ["loudly", "silently"])
async def test_who_refuses_or_does_nothing_by_heart_is_asked_again_by_what_is_stored(
    store: MongoStore, things: Aggregates[Thing], other: Aggregates[Thing], text: str
) -> None:
    thing = await kept(things)
    await resized(things, thing.id, FULL)
    await resized(other, thing.id, 0)
    assert await Process(things).hears(an_event(thing.id, text)) is Outcome.HANDLED
    assert (await document_of(store, thing))["state"]["size"] == 1


async def test_nothing_is_decided_about_one_thing_by_what_is_remembered_of_another(things: Aggregates[Thing]) -> None:
    first, second = await kept(things), await kept(things)
    with remembering():
        await things.get(first.id, a_cause())
        with pytest.raises(StaleError):
            await things.save(replace(second, version=1, size=1), because_of=a_cause())


async def test_a_repeat_is_recognised_by_heart_too(
    store: MongoStore, things: Aggregates[Thing], other: Aggregates[Thing]
) -> None:
    thing = await kept(things)
    entry = an_event(thing.id)
    here, there = Process(things), Process(other)
    assert [await each.hears(entry) for each in (here, here, there)] == [Outcome.HANDLED, *[Outcome.REPEATED] * 2]
    assert (await document_of(store, thing))["state"]["size"] == 1


Step = tuple[str, int]
"""Who acts (`here` and `there` hear an event, `people` empty the thing), and which event it is."""

STEPS = st.lists(st.tuples(st.sampled_from(("here", "there", "people")), st.integers(0, 8)), max_size=16)


async def played(here: MongoStore, there: MongoStore, steps: Sequence[Step]) -> tuple[list[object], int]:
    """The outcome of each step, and how large the thing is in the end."""
    processes = {"here": Process(things_of(here)), "there": Process(things_of(there))}
    thing = await kept(things_of(here))
    events = [an_event(thing.id, "loudly" if number % 2 else "silently") for number in range(9)]
    outcomes: list[object] = []
    for who, number in steps:
        if who == "people":
            await resized(things_of(here), thing.id, 0)
            outcomes.append(None)
        else:
            outcomes.append(await processes[who].hears(events[number]))
    return outcomes, (await document_of(here, thing))["state"]["size"]


def expected(steps: Sequence[Step]) -> tuple[list[object], int]:
    """What one process would say that reads before each step."""
    outcomes: list[object] = []
    size, handled = 0, set[int]()
    for who, number in steps:
        if who == "people":
            outcomes, size = [*outcomes, None], 0
        elif number in handled:
            outcomes.append(Outcome.REPEATED)
        elif size == FULL:
            outcomes.append(Outcome.PERMANENT if number % 2 else Outcome.HANDLED)
        else:
            handled, size = {*handled, number}, size + 1
            outcomes.append(Outcome.HANDLED)
    return outcomes, size


def test_nobody_can_tell_from_outside_that_something_is_remembered(mongodb_url: str, namespace: str) -> None:
    """Two processes hear events, some of them again, and people empty the thing in between."""
    with asyncio.Runner() as runner:
        here, there = (MongoStore(mongodb_url, f"{namespace}_things") for _ in range(2))
        for store in (here, there):
            runner.run(store.open())
        things_of(here)
        runner.run(here.ensure_indexes(INDEXES))

        @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(STEPS)
        def check(steps: Sequence[Step]) -> None:
            assert runner.run(played(here, there, steps)) == expected(steps)

        try:
            check()
        finally:
            for store in (here, there):
                runner.run(store.close())
