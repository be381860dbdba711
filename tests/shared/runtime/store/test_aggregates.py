import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from shared.kernel.errors import (
    AlreadyExistsError,
    AlreadyHandledError,
    CauseReusedError,
    ForbiddenError,
    OutdatedError,
    StaleError,
    TakenError,
    TooLargeError,
)
from shared.runtime.store.aggregates import Aggregates, Stored
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import UnkeepableError
from tests.shared.runtime.store.things import (
    HEAD,
    STRANGER,
    Thing,
    a_cause,
    document_of,
    grown,
    kept,
    names,
    reread,
    things_of,
)


async def test_a_creation_keeps_state_cause_and_events_in_one_document(
    store: MongoStore, things: Aggregates[Thing]
) -> None:
    thing = Thing(uuid4(), size=3, claim="x", text="Ánh")
    cause = a_cause(body_hash="b")
    assert await things.save(thing, emits=[grown(thing.id), grown(thing.id)], because_of=cause)
    document = await document_of(store, thing)
    assert set(document) == {
        "_id", "schema", "version", "seq", "created_at", "updated_at", "state", "inbox", "outbox", "chain",
    }  # fmt: skip
    assert (document["schema"], document["version"], document["seq"]) == (1, 1, 2)
    assert document["state"] == {"unit_path": ["BTP", "STP-HP"], "size": 3, "claim": "x", "text": "Ánh"}
    assert set(document["inbox"][0]) == {"k", "w", "at", "src", "h"}
    assert document["inbox"][0]["k"] == cause.id
    assert [entry["seq"] for entry in document["outbox"]] == [1, 2]
    assert set(document["outbox"][0]) == {"id", "seq", "type", "at", "topic", "headers", "data"}
    assert document["outbox"][0]["headers"]["ce_source"] == "/kipthoi/things"


async def test_what_was_kept_is_read_again(things: Aggregates[Thing]) -> None:
    thing = Thing(uuid4(), size=3, claim="x")
    await things.save(thing, emits=[grown(thing.id)], because_of=a_cause())
    assert await things.get(thing.id, a_cause()) == replace(thing, version=1)
    assert await things.find(thing.id) == Stored(replace(thing, version=1), 1, 1)


async def test_an_update_counts_version_and_events_on(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing = await kept(things)
    await things.save(thing, emits=[grown(thing.id)], because_of=a_cause())
    # Without another read: the thing is known to stand at the next version.
    later = replace(thing, version=2, size=9)
    await things.save(later, emits=[grown(thing.id), grown(thing.id)], because_of=a_cause())
    document = await document_of(store, thing)
    assert (document["version"], document["seq"], document["state"]["size"]) == (3, 3, 9)
    assert [entry["seq"] for entry in document["outbox"]] == [1, 2, 3]
    assert [entry["headers"]["ce_sequence"] for entry in document["outbox"]] == [f"{n:010d}" for n in (1, 2, 3)]


async def test_another_process_numbers_events_on(
    mongodb_url: str, store: MongoStore, things: Aggregates[Thing]
) -> None:
    thing = Thing(uuid4())
    await things.save(thing, emits=[grown(thing.id)], because_of=a_cause())
    other = MongoStore(mongodb_url, store.rows("things").database.name)
    # It never read the thing: the save itself must learn the number.
    assert await things_of(other).save(replace(thing, version=1), emits=[grown(thing.id)], because_of=a_cause())
    await other.close()
    assert [entry["seq"] for entry in (await document_of(store, thing))["outbox"]] == [1, 2]


async def test_a_repeated_save_keeps_nothing(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing = await kept(things)
    cause = a_cause()
    assert await things.save(replace(thing, size=1), emits=[grown(thing.id)], because_of=cause) is True
    before = await document_of(store, thing)
    assert await things.save(replace(thing, size=2), emits=[grown(thing.id)], because_of=cause) is False
    assert await things.save(replace(thing, version=2, size=2), because_of=cause) is False
    assert await document_of(store, thing) == before


async def test_a_repeat_is_known_at_get(things: Aggregates[Thing]) -> None:
    thing = await kept(things)
    cause = a_cause(actor=HEAD, body_hash="one")
    await things.save(await things.get(thing.id, cause), because_of=cause)
    with pytest.raises(AlreadyHandledError):
        await things.get(thing.id, cause)


async def test_who_saw_another_version_changes_nothing(
    things: Aggregates[Thing],
) -> None:
    thing = await kept(things)
    with pytest.raises(OutdatedError):
        await things.get(thing.id, a_cause(actor=HEAD, expected=2))
    cause = a_cause(actor=HEAD, expected=1)
    await things.save(await things.get(thing.id, cause), because_of=cause)
    with pytest.raises(AlreadyHandledError):
        await things.get(thing.id, cause)


async def test_one_key_with_two_bodies_is_refused(things: Aggregates[Thing]) -> None:
    thing = Thing(uuid4())
    first = a_cause(actor=HEAD, body_hash="one")
    second = replace(first, body_hash="two")
    assert await things.save(thing, because_of=first)
    with pytest.raises(CauseReusedError):
        await things.get(thing.id, second)
    with pytest.raises(CauseReusedError):
        await things.save(replace(thing, version=1), because_of=second)
    with pytest.raises(CauseReusedError):
        await things.save(thing, because_of=second)


async def test_a_stale_save_keeps_nothing(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing = await kept(things)
    await things.save(replace(thing, size=1), because_of=a_cause())
    before = await document_of(store, thing)
    with pytest.raises(StaleError):
        await things.save(replace(thing, size=2), emits=[grown(thing.id)], because_of=a_cause())
    with pytest.raises(StaleError):
        await things.save(replace(thing, version=7), because_of=a_cause())
    assert await document_of(store, thing) == before


async def test_saving_what_does_not_exist_is_stale(things: Aggregates[Thing]) -> None:
    with pytest.raises(StaleError):
        await things.save(Thing(uuid4(), version=1), because_of=a_cause())


async def test_a_unique_rule_is_named(things: Aggregates[Thing]) -> None:
    await kept(things, claim="taken")
    other = await kept(things)
    with pytest.raises(TakenError) as creation:
        await things.save(Thing(uuid4(), claim="taken"), because_of=a_cause())
    with pytest.raises(TakenError) as update:
        await things.save(replace(other, claim="taken"), because_of=a_cause())
    assert (creation.value.rule, update.value.rule) == ("one_claim", "one_claim")
    assert await reread(things, other) == other


async def test_a_repeated_creation_is_known_also_when_the_thing_moved_on(things: Aggregates[Thing]) -> None:
    thing, cause = Thing(uuid4(), claim="mine"), a_cause()
    assert await things.save(thing, emits=[grown(thing.id)], because_of=cause) is True
    assert await things.save(thing, emits=[grown(thing.id)], because_of=cause) is False
    await things.save(replace(thing, version=1, size=5), because_of=a_cause())
    assert await things.save(thing, emits=[grown(thing.id)], because_of=cause) is False


async def test_the_same_thing_from_another_cause_is_no_second_one(things: Aggregates[Thing]) -> None:
    thing = Thing(uuid4(), size=1)
    await things.save(thing, because_of=a_cause(body_hash="same"))
    assert await things.save(thing, because_of=a_cause()) is False, "equal state"
    moved = replace(thing, size=2)
    assert await things.save(moved, because_of=a_cause(body_hash="same")) is False, "equal body"
    with pytest.raises(AlreadyExistsError):
        await things.save(moved, because_of=a_cause(body_hash="other"))


async def test_too_much_fails_only_its_caller(things: Aggregates[Thing]) -> None:
    thing = await kept(things)
    with pytest.raises(TooLargeError):
        await things.save(replace(thing, text="x" * 1024 * 1024), because_of=a_cause())
    with pytest.raises(TooLargeError):
        await things.save(thing, emits=[grown(thing.id, "x" * 256 * 1024)], because_of=a_cause())
    with pytest.raises(UnkeepableError):
        await things.save(replace(thing, size=2**63), because_of=a_cause())
    assert await reread(things, thing) == thing


async def test_what_is_out_of_scope_looks_like_what_is_absent(things: Aggregates[Thing]) -> None:
    thing = await kept(things)
    cause = a_cause(actor=STRANGER)
    with pytest.raises(ForbiddenError) as forbidden:
        await things.get(thing.id, cause)
    with pytest.raises(ForbiddenError) as absent:
        await things.get(uuid4(), cause)
    assert str(forbidden.value) == str(absent.value)
    assert forbidden.value.reason == absent.value.reason == "OUT_OF_SCOPE"
    assert await things.get(thing.id, a_cause(actor=HEAD)) == thing


async def test_a_stranger_does_not_learn_of_a_repeat(things: Aggregates[Thing]) -> None:
    thing, cause = Thing(uuid4()), a_cause(actor=HEAD)
    await things.save(thing, because_of=cause)
    with pytest.raises(ForbiddenError):
        await things.get(thing.id, replace(cause, actor=STRANGER))


async def test_every_save_of_a_mixed_crowd_gets_its_own_answer(store: MongoStore, things: Aggregates[Thing]) -> None:
    fresh, stale, repeated, claiming = [await kept(things) for _ in range(4)]
    existing = await kept(things, claim="held")
    done = a_cause()
    await things.save(repeated, because_of=done)
    await things.save(stale, because_of=a_cause())
    new = Thing(uuid4())
    outcomes = await asyncio.gather(
        things.save(replace(fresh, size=1), emits=[grown(fresh.id)], because_of=a_cause()),
        things.save(stale, because_of=a_cause()),
        things.save(repeated, because_of=done),
        things.save(replace(claiming, claim="held"), because_of=a_cause()),
        things.save(replace(fresh, text="x" * 1024 * 1024), because_of=a_cause()),
        things.save(new, because_of=a_cause()),
        things.save(replace(existing, version=0, size=8), because_of=a_cause()),
        things.save(Thing(uuid4(), claim="held"), because_of=a_cause()),
        return_exceptions=True,
    )
    assert names(outcomes) == [
        True, "StaleError", False, "TakenError", "TooLargeError", True, "AlreadyExistsError", "TakenError",
    ]  # fmt: skip
    assert (await reread(things, fresh)).size == 1
    assert await store.rows("things").count_documents({}) == 6


async def test_fifty_concurrent_saves_form_one_chain(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing = await kept(things)

    async def grow() -> None:
        cause = a_cause()
        while True:
            read = await things.get(thing.id, cause)
            try:
                assert await things.save(replace(read, size=read.size + 1), emits=[grown(thing.id)], because_of=cause)
            except StaleError:
                continue
            return

    await asyncio.gather(*(grow() for _ in range(50)))
    document = await document_of(store, thing)
    assert (document["version"], document["state"]["size"], document["seq"]) == (51, 50, 50)
    assert [entry["seq"] for entry in document["outbox"]] == list(range(1, 51))
    assert len({entry["w"] for entry in document["inbox"]}) == len({entry["k"] for entry in document["inbox"]}) == 51


async def test_of_fifty_saves_of_one_version_one_is_kept(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing = await kept(things)
    saves = (things.save(replace(thing, size=n), emits=[grown(thing.id)], because_of=a_cause()) for n in range(50))
    outcomes = names(await asyncio.gather(*saves, return_exceptions=True))
    assert (outcomes.count(True), outcomes.count("StaleError")) == (1, 49)
    document = await document_of(store, thing)
    assert document["version"] == 2
    assert document["state"]["size"] == outcomes.index(True)
    assert len(document["outbox"]) == 1


async def test_of_fifty_saves_for_one_cause_one_is_kept(store: MongoStore, things: Aggregates[Thing]) -> None:
    thing, cause = await kept(things), a_cause()
    saves = (things.save(replace(thing, size=n), because_of=cause) for n in range(50))
    outcomes = await asyncio.gather(*saves)
    assert (outcomes.count(True), outcomes.count(False)) == (1, 49)
    assert len((await document_of(store, thing))["inbox"]) == 2


@pytest.mark.parametrize("same_cause", [True, False])
async def test_of_fifty_concurrent_creations_one_is_kept(things: Aggregates[Thing], same_cause: bool) -> None:
    thing, cause = Thing(uuid4()), a_cause()
    saves = (things.save(replace(thing, size=n), because_of=cause if same_cause else a_cause()) for n in range(50))
    outcomes = names(await asyncio.gather(*saves, return_exceptions=True))
    assert outcomes.count(True) == 1
    assert outcomes.count(False if same_cause else "AlreadyExistsError") == 49


async def test_of_fifty_claims_one_is_kept(things: Aggregates[Thing]) -> None:
    saves = (things.save(Thing(uuid4(), claim="one"), because_of=a_cause()) for _ in range(50))
    outcomes = names(await asyncio.gather(*saves, return_exceptions=True))
    assert (outcomes.count(True), outcomes.count("TakenError")) == (1, 49)


async def test_closing_is_noted_and_taken_back(store: MongoStore) -> None:
    closable = store.aggregates("things", Thing, is_closed=lambda thing: thing.size > 0)
    thing = Thing(uuid4(), size=1)
    await closable.save(thing, because_of=a_cause())
    closed = await document_of(store, thing)
    assert closed["closed_at"] == closed["updated_at"]
    await closable.save(replace(thing, version=1, size=0), because_of=a_cause())
    assert "closed_at" not in await document_of(store, thing)
