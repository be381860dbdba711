"""What only the gathered path promises, and both paths against each other."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.kernel.errors import UnavailableError
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document
from tests.shared.runtime.store.proxy import proxy_to
from tests.shared.runtime.store.things import (
    HEAD,
    INDEXES,
    Thing,
    a_cause,
    document_of,
    grown,
    kept,
    names,
    reread,
    things_of,
)


@asynccontextmanager
async def opened(
    url: str, database: str, *, gather_calls: bool = True, within: float = 2.5
) -> AsyncIterator[MongoStore]:
    store = MongoStore(url, database, gather_calls=gather_calls, service="things", answer_within_seconds=within)
    await store.open()
    things_of(store)
    await store.ensure_indexes(INDEXES)
    try:
        yield store
    finally:
        await store.close()


async def test_a_save_cancelled_before_it_left_keeps_nothing(mongodb_url: str, namespace: str) -> None:
    async with opened(mongodb_url, f"{namespace}_things") as store:
        thing = Thing(uuid4())
        save = asyncio.create_task(things_of(store).save(thing, because_of=a_cause()))
        await asyncio.sleep(0)
        save.cancel()
        await asyncio.wait([save])
        assert save.cancelled()
        assert await things_of(store).find(thing.id) is None


@pytest.mark.parametrize("gather_calls", [True, False])
async def test_a_save_cancelled_under_way_is_kept_told_and_known_at_the_repeat(
    mongodb_url: str, namespace: str, gather_calls: bool
) -> None:
    async with opened(mongodb_url, f"{namespace}_things") as store, proxy_to(mongodb_url) as (proxy, url):
        told: list[OutboxEntry] = []
        async with opened(url, f"{namespace}_things", gather_calls=gather_calls) as far:
            things = things_of(far)
            thing = await kept(things)
            far.on_kept = told.extend
            proxy.replies.clear()
            cause = a_cause()
            save = asyncio.create_task(things.save(thing, emits=[grown(thing.id)], because_of=cause))
            while (await document_of(store, thing))["version"] == 1:  # noqa: ASYNC110 - the server does not call back
                await asyncio.sleep(0.01)
            save.cancel()
            proxy.replies.set()
            assert await things.save(thing, emits=[grown(thing.id)], because_of=cause) is False
            assert save.cancelled()
        assert [entry.seq for entry in told] == [1]


@pytest.mark.parametrize("gather_calls", [True, False])
async def test_without_an_answer_in_time_the_outcome_is_unknown_and_the_repeat_is_safe(
    mongodb_url: str, namespace: str, gather_calls: bool
) -> None:
    async with (
        proxy_to(mongodb_url) as (proxy, url),
        opened(url, f"{namespace}_things", gather_calls=gather_calls, within=0.2) as store,
    ):
        things = things_of(store)
        thing, cause = await kept(things), a_cause(actor=HEAD)
        proxy.replies.clear()
        with pytest.raises(UnavailableError):
            await things.save(thing, because_of=cause)
        with pytest.raises(UnavailableError):
            await things.get(thing.id, cause)
        proxy.replies.set()
        repeat = replace(cause, actor=a_cause().actor)
        assert await things.save(thing, because_of=repeat) is False
        assert (await document_of(store, thing))["version"] == 2


@pytest.mark.parametrize("gather_calls", [True, False])
async def test_a_cut_connection_loses_nothing_and_doubles_nothing(
    mongodb_url: str, namespace: str, gather_calls: bool
) -> None:
    async with (
        proxy_to(mongodb_url) as (proxy, url),
        opened(url, f"{namespace}_things", gather_calls=gather_calls) as store,
    ):
        things = things_of(store)
        created = [await kept(things) for _ in range(20)]
        causes = [a_cause() for _ in created]

        async def insist(thing: Thing, number: int) -> bool:
            while True:
                try:
                    return await things.save(replace(thing, size=1), emits=[grown(thing.id)], because_of=causes[number])
                except UnavailableError:
                    proxy.replies.set()
                    await asyncio.sleep(0.01)

        proxy.replies.clear()
        saves = [asyncio.create_task(insist(thing, number)) for number, thing in enumerate(created)]
        await asyncio.sleep(0.1)
        proxy.cut()
        # A retry of the driver may still be held back.
        await asyncio.sleep(0.1)
        proxy.replies.set()
        await asyncio.gather(*saves)
        for thing, cause in zip(created, causes, strict=True):
            document = await document_of(store, thing)
            assert (document["version"], document["seq"], len(document["outbox"])) == (2, 1, 1)
            assert [entry["k"] for entry in document["inbox"]].count(cause.id) == 1


@pytest.mark.fresh_store
async def test_a_refusing_validator_fails_its_save_and_no_other(mongodb_url: str, namespace: str) -> None:
    async with opened(mongodb_url, f"{namespace}_things") as store:
        things = things_of(store)
        other = await kept(things)
        await store.rows("things").database.command(
            {"collMod": "things", "validator": {"state.size": {"$ne": 13}}, "validationLevel": "strict"}
        )
        crowd = (replace(other, size=1), Thing(uuid4(), size=13), Thing(uuid4(), size=14))
        saves = (things.save(thing, because_of=a_cause()) for thing in crowd)
        assert names(await asyncio.gather(*saves, return_exceptions=True)) == [True, "WriteRefusedError", True]


async def test_closing_does_not_wait_for_a_silent_server(mongodb_url: str, namespace: str) -> None:
    loop = asyncio.get_running_loop()
    async with proxy_to(mongodb_url) as (proxy, url):
        store = MongoStore(url, f"{namespace}_things")
        await store.open()
        proxy.replies.clear()
        begun = loop.time()
        await store.close()
        assert loop.time() - begun < 2.5


async def test_concurrent_readers_get_objects_of_their_own(mongodb_url: str, namespace: str) -> None:
    async with opened(mongodb_url, f"{namespace}_things") as store:
        things = things_of(store)
        thing = await kept(things)
        first, second = await asyncio.gather(things.get(thing.id, a_cause()), things.get(thing.id, a_cause()))
        assert first == second
        assert first is not second


@dataclass(frozen=True)
class Step:
    """One save of a history: of which thing, for which cause, at which version relative to the newest."""

    thing: int
    cause: int
    behind: int
    events: int
    is_large: bool
    claim: int | None = None

    async def play(self, things: Aggregates[Thing], run: UUID, version: int) -> bool:
        thing = Thing(
            UUID(int=run.int ^ self.thing),
            version=max(0, version - self.behind),
            size=self.cause,
            text="x" * (1_100_000 if self.is_large else 1),
            claim=None if self.claim is None else f"{run}/{self.claim}",
        )
        cause = a_cause(UUID(int=run.int ^ (self.cause << 8)), body_hash=str(self.cause % 5))
        return await things.save(thing, emits=[grown(thing.id)] * self.events, because_of=cause)


def steps(claim: st.SearchStrategy[int | None]) -> st.SearchStrategy[Step]:
    return st.builds(
        Step,
        thing=st.integers(0, 4),
        cause=st.integers(1, 12),
        behind=st.sampled_from([0, 0, 0, 1]),
        events=st.integers(0, 2),
        is_large=st.sampled_from([False] * 9 + [True]),
        claim=claim,
    )


# Within a crowd each thing is saved once and none claims, else the answers would depend on who came first.
CROWDS = st.lists(steps(st.none()), min_size=1, max_size=5, unique_by=lambda step: step.thing)
CLAIMS = st.lists(steps(st.integers(0, 1)), min_size=1, max_size=1)
HISTORIES = st.lists(st.one_of(CROWDS, CLAIMS), min_size=1, max_size=12)


async def played(store: MongoStore, run: UUID, history: Sequence[Sequence[Step]]) -> tuple[object, object]:
    """All answers, and all that is kept, without tokens and instants."""
    things = things_of(store)
    answers = []
    for crowd in history:
        versions = [await version_of(things, UUID(int=run.int ^ step.thing)) for step in crowd]
        saves = [step.play(things, run, version) for step, version in zip(crowd, versions, strict=True)]
        answers.append(names(await asyncio.gather(*saves, return_exceptions=True)))
    ids = [UUID(int=run.int ^ number) for number in range(5)]
    found = await store.rows("things").find({"_id": {"$in": ids}}).sort("_id", 1).to_list(None)
    return answers, [timeless(document) for document in found]


async def version_of(things: Aggregates[Thing], thing_id: UUID) -> int:
    found = await things.find(thing_id)
    return 0 if found is None else found.version


def timeless(document: Document) -> Document:
    assert len({entry["w"] for entry in document["inbox"]}) == len(document["inbox"]) == document["version"]
    assert len(document["outbox"]) == document["seq"]
    inbox = [(entry["k"], entry["h"]) for entry in document["inbox"]]
    outbox = [(entry["id"], entry["seq"], entry["data"]) for entry in document["outbox"]]
    return {name: document[name] for name in ("_id", "version", "seq", "state")} | {"inbox": inbox, "outbox": outbox}


def test_both_paths_answer_and_keep_the_same(mongodb_url: str, namespace: str) -> None:
    with asyncio.Runner() as runner:
        paths = [
            MongoStore(mongodb_url, f"{namespace}_{name}", gather_calls=name == "gathered", service="things")
            for name in ("gathered", "plain")
        ]
        for store in paths:
            things_of(store)
            runner.run(store.ensure_indexes(INDEXES))

        @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(HISTORIES)
        def check(history: Sequence[Sequence[Step]]) -> None:
            run = uuid4()
            gathered, plain = [runner.run(played(store, run, history)) for store in paths]
            assert gathered == plain

        try:
            check()
        finally:
            for store in paths:
                runner.run(store.close())


async def test_a_crowd_on_few_things_leaves_one_chain_per_thing(mongodb_url: str, namespace: str) -> None:
    """Every kept save has its token in the inbox once; what was refused has none."""
    async with opened(mongodb_url, f"{namespace}_things") as store:
        things = things_of(store)
        crowd = [await kept(things) for _ in range(4)]
        causes = [[a_cause() for _ in range(25)] for _ in crowd]

        async def once(number: int, cause: int) -> tuple[int, int, object]:
            read = await reread(things, crowd[number])
            saved = await asyncio.gather(
                things.save(read, emits=[grown(read.id)], because_of=causes[number][cause]), return_exceptions=True
            )
            return number, cause, names(saved)[0]

        answers = []
        for _ in range(3):
            calls = (once(number, cause) for number in range(4) for cause in range(25))
            answers += await asyncio.gather(*calls)
        for number, thing in enumerate(crowd):
            document = await document_of(store, thing)
            trues = [causes[number][cause].id for at, cause, answer in answers if at == number and answer is True]
            kept_causes = [entry["k"] for entry in document["inbox"]][1:]
            assert sorted(trues) == sorted(kept_causes)
            assert document["version"] == len(trues) + 1
            assert [entry["seq"] for entry in document["outbox"]] == list(range(1, len(trues) + 1))
        assert {answer for *_, answer in answers} <= {True, False, "StaleError"}
