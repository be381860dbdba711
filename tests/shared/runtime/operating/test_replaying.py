"""Reading everything again, and who may."""

from uuid import uuid4

from shared.runtime.store.client import MongoStore
from tests.operating import NAMED, Operate
from tests.shared.runtime.bus.world import until
from tests.shared.runtime.operating.listener import ROWS, Settings, build, publish, reserved


async def run_until_heard(settings: Settings, store: MongoStore, rows: int, letters: int) -> None:
    async with build(settings).running() as service:

        async def is_heard() -> bool:
            counts = [await store.rows(name).count_documents({}) for name in (ROWS, "told")]
            return counts == [rows, letters]

        await until(is_heard)
        for pipeline in service.pipelines:
            await pipeline.stop()


async def test_a_free_group_reads_everything_again_once_it_is_at_rest(
    settings: Settings, store: MongoStore, operate: Operate
) -> None:
    await publish(settings.kafka_bootstrap, settings.namespace, [(reserved(uuid4()), 1) for _ in range(5)])
    async with build(settings).running() as service:
        await until(lambda: all(pipeline.assigned() for pipeline in service.pipelines))
        running = await operate("replay", "listener.rows", *NAMED)
        assert (running.code, "stop every replica of listener first" in running.err) == (1, True)
    await run_until_heard(settings, store, rows=5, letters=5)
    await store.rows(ROWS).delete_many({})
    done = await operate("replay", "listener.rows", *NAMED, "--json")
    assert (done.code, done.rows) == (0, [{"group": "listener.rows", "records": 5}])
    await run_until_heard(settings, store, rows=5, letters=5)


async def test_effects_happen_again_only_when_they_are_wanted_again(
    settings: Settings, store: MongoStore, operate: Operate
) -> None:
    await publish(settings.kafka_bootstrap, settings.namespace, [(reserved(uuid4()), 1)])
    await run_until_heard(settings, store, rows=1, letters=1)
    refused = await operate("replay", "listener.letters", *NAMED)
    assert (refused.code, "--effects-again" in refused.err) == (1, True)
    await run_until_heard(settings, store, rows=1, letters=1)
    assert (await operate("replay", "listener.letters", *NAMED, "--effects-again")).code == 0
    await run_until_heard(settings, store, rows=1, letters=2)
    told = (await operate("audit", "--json")).rows
    assert [(row["verb"], row["subject"], row["outcome"], row["detail"]) for row in told[1:]] == [
        ("replay", "listener.letters", "done", "effects again")
    ]
    assert told[0]["outcome"] == "refused"


async def test_an_unknown_group_is_wrong_usage_and_the_known_are_named(operate: Operate) -> None:
    said = await operate("replay", "listener.nobody", *NAMED)
    assert (said.code, said.err) == (
        2,
        "listener has no group listener.nobody; it has listener.letters, listener.rows\n",
    )
