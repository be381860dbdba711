"""The pipeline on a real broker and a real store."""

import asyncio
import time
from collections import Counter
from uuid import UUID

from aiokafka import AIOKafkaProducer

from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError, RefusedError, StaleError, UnavailableError
from shared.runtime.bus.backoff import QUICK_WAITS
from shared.runtime.bus.pipeline import Pipeline
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.bus.conftest import Reading
from tests.shared.runtime.bus.test_envelope import POISON
from tests.shared.runtime.bus.world import TOPIC, Note, Told, ledger_id, ledgers_of, tell, things, told, until, write


class Heard:
    """Takes note in memory of what ran, and of how many ran at the same time."""

    def __init__(self) -> None:
        self.order: dict[UUID, list[int]] = {}
        self.most_at_once = 0
        self._running: set[UUID] = set()

    def __len__(self) -> int:
        return sum(len(numbers) for numbers in self.order.values())

    async def __call__(self, event: Told, _: Cause) -> None:
        assert event.thing_id not in self._running, "two events of one thing at the same time"
        self._running.add(event.thing_id)
        self.most_at_once = max(self.most_at_once, len(self._running))
        await asyncio.sleep(0.001)
        self._running.discard(event.thing_id)
        self.order.setdefault(event.thing_id, []).append(event.n)


async def test_each_key_runs_in_order_and_keys_run_at_the_same_time(
    producer: AIOKafkaProducer, namespace: str, reading: Reading
) -> None:
    heard, ids = Heard(), things(50)
    await tell(producer, namespace, [told(thing, n) for n in range(20) for thing in ids])
    pipeline = await reading(heard)
    await until(lambda: len(heard) >= 1000)
    assert heard.order == {thing: list(range(20)) for thing in ids}
    assert heard.most_at_once > 10
    assert pipeline.alive(time.monotonic())


async def test_a_handler_learns_the_cause(producer: AIOKafkaProducer, namespace: str, reading: Reading) -> None:
    causes: list[Cause] = []

    async def handler(_: Told, cause: Cause) -> None:
        causes.append(cause)

    entry = told(things(1)[0], 4)
    await tell(producer, namespace, [entry])
    await reading(handler)
    await until(lambda: len(causes) == 1)
    cause = causes[0]
    assert (cause.id, cause.actor.ref, cause.action, cause.sequence) == (entry.id, "sys:tests", "system", 5)
    assert str(cause.correlation_id) == entry.headers["ce_correlationid"]
    assert str(cause.causation_id) == entry.headers["ce_causationid"]
    assert cause.source is not None
    assert cause.source.startswith(f"{namespace}.{TOPIC}/")


async def test_a_repeat_has_no_second_effect(
    producer: AIOKafkaProducer, namespace: str, reading: Reading, store: MongoStore
) -> None:
    ids = things(5)
    entries = [told(thing, n) for n in range(4) for thing in ids]
    await tell(producer, namespace, [*entries, *entries, *(told(thing, 4) for thing in ids)])
    await reading(Note(ledgers_of(store)))
    await until(lambda: is_told(store, ids, [0, 1, 2, 3, 4]))
    assert await store.parked.held("tests.ledgers") == []


async def is_told(store: MongoStore, ids: list[UUID], numbers: list[int]) -> bool:
    found = [await ledgers_of(store).find(ledger_id(thing)) for thing in ids]
    return all(each is not None and list(each.thing.told) == numbers for each in found)


async def test_poison_of_every_kind_is_parked_with_its_reason_while_the_rest_flows(
    producer: AIOKafkaProducer, namespace: str, reading: Reading, store: MongoStore
) -> None:
    ids = things(20)
    for n in range(5):
        await tell(producer, namespace, [told(thing, n) for thing in ids])
        for i, (_, bad) in enumerate(POISON):
            if n == 0:
                await write(producer, namespace, f"poison {i}", bad.value, bad.headers)
    heard = Heard()
    await reading(heard)
    await until(lambda: len(heard) >= 100)
    assert heard.order == {thing: list(range(5)) for thing in ids}
    await until(lambda: is_parked(store, len(POISON)))
    parked = await store.parked.held("tests.ledgers")
    assert Counter(each.reason for each in parked) == Counter(reason for reason, _ in POISON)
    records = [await store.parked.find(each.id) for each in parked]
    assert {each.key: (each.value, each.headers) for each in records if each is not None} == {
        f"poison {i}".encode(): (bad.value, tuple(bad.headers)) for i, (_, bad) in enumerate(POISON)
    }, "byte for byte"


async def is_parked(store: MongoStore, count: int) -> bool:
    return len(await store.parked.held("tests.ledgers")) == count


async def test_behind_a_refused_event_its_key_waits_and_others_flow(
    producer: AIOKafkaProducer, namespace: str, reading: Reading, store: MongoStore
) -> None:
    bad, good = things(2)
    ran: list[tuple[UUID, int]] = []

    async def handler(event: Told, _: Cause) -> None:
        ran.append((event.thing_id, event.n))
        if event.thing_id == bad:
            raise RefusedError("NOT_OURS")

    await tell(producer, namespace, [told(thing, n) for n in range(3) for thing in (bad, good)])
    first = await reading(handler)
    await until(lambda: is_parked(store, 3))
    await until(lambda: len(ran) == 4)
    assert [n for thing, n in ran if thing == bad] == [0]
    assert [n for thing, n in ran if thing == good] == [0, 1, 2]
    parked = await store.parked.held("tests.ledgers")
    assert [(each.state, each.reason, each.tries) for each in parked] == [
        ("parked", "NOT_OURS", 1),
        ("waiting", "behind", 0),
        ("waiting", "behind", 0),
    ]
    await first.stop()
    await tell(producer, namespace, [told(bad, 3), told(good, 3)])
    await reading(handler)
    await until(lambda: (good, 3) in ran)
    await until(lambda: is_parked(store, 4))
    assert (bad, 3) not in ran, "the next owner knows what is parked"


async def test_an_unexpected_error_sets_only_its_key_aside_and_is_tried_again_in_order(
    producer: AIOKafkaProducer, namespace: str, reading: Reading, store: MongoStore
) -> None:
    bad, good = things(2)
    heard, is_broken = Heard(), [True]

    async def handler(event: Told, cause: Cause) -> None:
        if event.thing_id == bad and is_broken[0]:
            raise ZeroDivisionError
        await heard(event, cause)

    await tell(producer, namespace, [told(thing, n) for n in range(4) for thing in (bad, good)])
    await reading(handler)
    await until(lambda: heard.order == {good: [0, 1, 2, 3]})
    await until(lambda: is_parked(store, 4))
    assert (await store.parked.held("tests.ledgers"))[0].reason == "ZeroDivisionError"
    is_broken[0] = False
    await until(lambda: heard.order.get(bad) == [0, 1, 2, 3])
    await until(lambda: is_parked(store, 0))
    await tell(producer, namespace, [told(bad, 4)])
    await until(lambda: heard.order[bad] == [0, 1, 2, 3, 4])


async def test_while_a_dependency_is_away_the_partition_rests_and_nothing_is_parked(
    producer: AIOKafkaProducer, namespace: str, reading: Reading, store: MongoStore
) -> None:
    ids = things(30)
    heard, is_away, tries = Heard(), [True], [0]

    async def handler(event: Told, cause: Cause) -> None:
        tries[0] += 1
        if is_away[0]:
            raise UnavailableError
        await heard(event, cause)

    await tell(producer, namespace, [told(thing, n) for n in range(4) for thing in ids])
    pipeline = await reading(handler)
    await until(lambda: tries[0] > 150)
    assert len(heard) == 0
    assert pipeline.alive(time.monotonic())
    is_away[0] = False
    await until(lambda: len(heard) >= 120)
    assert heard.order == {thing: [0, 1, 2, 3] for thing in ids}
    assert await store.parked.held("tests.ledgers") == []


async def test_each_time_in_vain_the_partition_rests_longer(
    producer: AIOKafkaProducer, namespace: str, reading: Reading
) -> None:
    (thing,) = things(1)
    tried_at: list[float] = []

    async def handler(_: Told, __: Cause) -> None:
        tried_at.append(time.monotonic())
        raise UnavailableError

    await tell(producer, namespace, [told(thing, 0)])
    await reading(handler)
    round_of = 1 + len(QUICK_WAITS)
    await until(lambda: len(tried_at) > 3 * round_of)
    rests = [tried_at[first] - tried_at[first - 1] for first in (round_of, 2 * round_of, 3 * round_of)]
    assert [rest >= least for rest, least in zip(rests, (0.25, 0.5, 1.0), strict=True)] == [True] * 3, rests


async def test_a_lost_race_is_run_again_and_a_repeat_is_done(
    producer: AIOKafkaProducer, namespace: str, reading: Reading, store: MongoStore
) -> None:
    (thing,) = things(1)
    ran: list[int] = []

    async def handler(event: Told, _: Cause) -> None:
        ran.append(event.n)
        if event.n == 0 and len(ran) < 3:
            raise StaleError
        if event.n == 1:
            raise AlreadyHandledError

    await tell(producer, namespace, [told(thing, n) for n in range(3)])
    await reading(handler)
    await until(lambda: len(ran) == 5)
    assert ran == [0, 0, 0, 1, 2]
    assert await store.parked.held("tests.ledgers") == []


async def test_what_is_handled_is_committed_and_not_read_again(
    producer: AIOKafkaProducer, namespace: str, reading: Reading
) -> None:
    ids, first, second = things(10), Heard(), Heard()
    await tell(producer, namespace, [told(thing, n) for n in range(5) for thing in ids])
    pipeline: Pipeline = await reading(first)
    await until(lambda: len(first) == 50)
    await pipeline.stop()
    await tell(producer, namespace, [told(thing, 5) for thing in ids])
    await reading(second)
    await until(lambda: len(second) >= 10)
    assert second.order == {thing: [5] for thing in ids}


async def test_more_is_read_while_a_slow_record_holds_back_its_key_and_what_is_committed(
    producer: AIOKafkaProducer, namespace: str, reading: Reading
) -> None:
    slow, *ids = things(101)
    heard, gate = Heard(), asyncio.Event()

    async def handler(event: Told, cause: Cause) -> None:
        if event.thing_id == slow and event.n == 0:
            await gate.wait()
        await heard(event, cause)

    await tell(producer, namespace, [told(slow, 0), *(told(thing, n) for n in range(5) for thing in ids)])
    await tell(producer, namespace, [told(slow, 1)])
    pipeline = await reading(handler)
    await until(lambda: len(heard) == 500)
    await pipeline.stop()
    assert slow not in heard.order
    gate.set()
    await reading(handler)
    await until(lambda: heard.order.get(slow, [])[-2:] == [0, 1])
    assert {thing: heard.order[thing][:5] for thing in ids} == {thing: list(range(5)) for thing in ids}


async def test_order_and_single_effect_hold_while_keys_fail_with_many_batches_under_way(
    producer: AIOKafkaProducer, namespace: str, reading: Reading, store: MongoStore
) -> None:
    ids = things(60)
    note, tries = Note(ledgers_of(store)), Counter[tuple[UUID, int]]()

    async def handler(event: Told, cause: Cause) -> None:
        tries[event.thing_id, event.n] += 1
        if event.thing_id in ids[::7] and event.n % 10 == 3 and tries[event.thing_id, event.n] < 6:
            raise UnavailableError
        await note(event, cause)

    await tell(producer, namespace, [told(thing, n) for n in range(30) for thing in ids])
    await reading(handler)
    await until(lambda: is_told(store, ids, list(range(30))), within=60)
    assert await store.parked.held("tests.ledgers") == []
