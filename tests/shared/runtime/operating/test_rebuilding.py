"""A read model is built a second time, compared, and takes the place of the living one."""

from uuid import UUID, uuid4

from shared.runtime.store.client import MongoStore
from tests.operating import NAMED, Operate
from tests.shared.runtime.bus.world import until
from tests.shared.runtime.operating.listener import REFUSALS, ROWS, Settings, build, publish, reserved


async def told(settings: Settings, count: int) -> list[UUID]:
    awards = [uuid4() for _ in range(count)]
    await publish(settings.kafka_bootstrap, settings.namespace, [(reserved(award), 1) for award in awards])
    return awards


async def run_until(settings: Settings, store: MongoStore, collection: str, count: int) -> None:
    async with build(settings).running():

        async def is_heard() -> bool:
            return await store.rows(collection).count_documents({}) == count

        await until(is_heard)


async def test_what_was_rebuilt_is_equal_and_leaves_no_trace_but_the_audit(
    settings: Settings, store: MongoStore, operate: Operate
) -> None:
    await told(settings, 20)
    await run_until(settings, store, ROWS, 20)
    rebuilt = await operate("rebuild", ROWS, *NAMED, "--json")
    assert rebuilt.code == 0
    (row,) = rebuilt.rows
    assert (row["collection"], row["live"], row["rebuilt"], row["equal"]) == (ROWS, 20, 20, "yes")
    assert row["live_hash"] == row["rebuilt_hash"]
    assert [name for name in await store.rows(ROWS).database.list_collection_names() if "@" in name] == []
    (wish,) = (await operate("audit", "--json")).rows
    assert (wish["verb"], wish["outcome"], wish["detail"]) == (
        "rebuild",
        "done",
        "generation 1, equal, not switched",
    )


async def test_a_difference_is_named_and_not_switched_to_unless_it_is_accepted(
    settings: Settings, store: MongoStore, operate: Operate
) -> None:
    await told(settings, 3)
    await run_until(settings, store, ROWS, 3)
    wrong = await store.rows(ROWS).find_one_and_update({}, {"$set": {"n": 99}})
    assert wrong is not None
    refused = await operate("rebuild", ROWS, *NAMED, "--switch", "--json")
    assert (refused.code, refused.rows[0]["equal"]) == (1, "no")
    assert refused.rows[0]["differing"] == [str(wrong["_id"])]
    await run_until(settings, store, ROWS, 3)
    accepted = await operate("rebuild", ROWS, *NAMED, "--switch", "--accept-difference")
    assert accepted.code == 0
    assert "generation 2 lives from the next start: restart every replica of listener" in accepted.out
    await told(settings, 2)
    await run_until(settings, store, f"{ROWS}@2", 5)
    assert await store.rows(f"{ROWS}@2").count_documents({"n": 1}) == 5
    assert await store.rows(ROWS).count_documents({}) == 3, "what was replaced still stands"


async def test_the_replaced_generation_is_cleared_once_nobody_reads_for_it(
    settings: Settings, store: MongoStore, operate: Operate
) -> None:
    await told(settings, 3)
    async with build(settings).running() as old:
        await until(lambda: all(pipeline.assigned() for pipeline in old.pipelines))
        assert (await operate("rebuild", ROWS, *NAMED, "--switch")).code == 0
        in_use = await operate("rebuild", ROWS, *NAMED)
        assert (in_use.code, in_use.err) == (
            1,
            "processes still read as listener.rows: restart every replica of listener first\n",
        )
    assert (await operate("rebuild", ROWS, *NAMED)).code == 0
    names = await store.rows(ROWS).database.list_collection_names()
    assert [name for name in names if name.startswith(ROWS)] == [f"{ROWS}@1"]
    lag = (await operate("lag", "--json")).rows
    assert {row["group"] for row in lag} == {"listener.rows@1", "listener.letters"}


async def test_what_cannot_be_handled_on_the_way_is_told(
    settings: Settings, store: MongoStore, operate: Operate
) -> None:
    await told(settings, 2)
    await run_until(settings, store, ROWS, 2)
    await store.rows(REFUSALS).insert_one({"_id": "everything"})
    said = await operate("rebuild", ROWS, *NAMED)
    assert said.code == 1
    assert "different from what lives; 2 records could not be handled" in said.out
    assert await store.parked.count() == 0, "they went with what was built"


async def test_only_read_models_can_be_rebuilt(operate: Operate) -> None:
    said = await operate("rebuild", "register", *NAMED)
    assert (said.code, said.err) == (2, "listener has no read model register that the bus can build; it has heard\n")
