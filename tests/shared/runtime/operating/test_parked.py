"""What an operator does about records that were set aside, through the command line."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest

from shared.runtime.bus.ports import ParkedState
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from tests.operating import NAMED, Operate
from tests.shared.runtime.bus.world import until
from tests.shared.runtime.operating.listener import REFUSALS, ROWS, Settings, build, publish, reserved
from tests.shared.runtime.store.test_parked import a_record


@asynccontextmanager
async def refusing(settings: Settings, store: MongoStore, award: UUID, count: int) -> AsyncIterator[Service]:
    """A listener at work that has refused the first event of an award, with the later ones behind it."""
    await store.rows(REFUSALS).insert_one({"_id": "everything"})
    events = [(reserved(award), n) for n in range(1, count + 1)]
    await publish(settings.kafka_bootstrap, settings.namespace, events)
    async with build(settings).running() as service:
        await until(lambda: is_held(store, count))
        yield service


async def is_held(store: MongoStore, count: int) -> bool:
    return await store.parked.count("listener.rows") == count


async def heard(store: MongoStore) -> list[int]:
    return [row["n"] for row in await store.rows(ROWS).find({}).sort("$natural", 1).to_list(None)]


async def relent(store: MongoStore) -> None:
    await store.rows(REFUSALS).delete_one({"_id": "everything"})


async def test_a_sequence_is_seen_retried_and_handled_in_order(
    settings: Settings, store: MongoStore, operate: Operate
) -> None:
    award = uuid4()
    assert (await operate("parked", "list")).out == "nothing is set aside\n"
    async with refusing(settings, store, award, 3):
        listed = await operate("parked", "list", "--json")
        assert listed.code == 1, "somebody must decide"
        assert [(row["key"], row["state"], row["reason"]) for row in listed.rows] == [
            (str(award), "parked", "NOT_OURS"),
            (str(award), "waiting", "behind"),
            (str(award), "waiting", "behind"),
        ]
        shown = await operate("parked", "show", listed.rows[0]["id"], *NAMED, "--json")
        assert (shown.code, f'"award_id":"{award}"' in shown.rows[0]["value"]) == (0, True)
        assert ["ce_type", "award.reserved"] in shown.rows[0]["headers"]
        await relent(store)
        retried = await operate("parked", "retry", str(award), *NAMED, "--json")
        assert (retried.code, [row["id"] for row in retried.rows]) == (0, [listed.rows[0]["id"]])
        await until(lambda: is_held(store, 0))
        assert await heard(store) == [1, 2, 3]
    told = (await operate("audit", "--json")).rows
    assert [(each["verb"], each["subject"], each["outcome"]) for each in told] == [
        ("parked show", listed.rows[0]["id"], "done"),
        ("parked retry", str(award), "done"),
    ]
    assert {(each["actor"], each["reason"]) for each in told} == {("OPS-01", "sửa dữ liệu")}


async def test_a_discarded_record_keeps_its_bytes_and_its_queue_moves_without_it(
    settings: Settings, store: MongoStore, operate: Operate
) -> None:
    async with refusing(settings, store, uuid4(), 2):
        head = (await operate("parked", "list", "--json")).rows[0]
        await relent(store)
        assert (await operate("parked", "discard", head["id"], *NAMED)).code == 0
        await until(lambda: is_held(store, 0))
        assert await heard(store) == [2]
    assert (await operate("parked", "list", "--json")).rows == []
    (kept,) = (await operate("parked", "list", "--all", "--json")).rows
    assert (kept["id"], kept["state"]) == (head["id"], "discarded")
    again = await operate("parked", "discard", head["id"], *NAMED)
    assert (again.code, "was discarded before" in again.err) == (1, True)
    assert [row["outcome"] for row in (await operate("audit", "--json")).rows] == ["done", "refused"]


async def test_what_fails_again_is_set_aside_again(settings: Settings, store: MongoStore, operate: Operate) -> None:
    award = uuid4()
    async with refusing(settings, store, award, 1):
        assert (await operate("parked", "retry", str(award), *NAMED)).code == 0

        async def is_tried_twice() -> bool:
            (row,) = await store.parked.held("listener.rows")
            return (row.state, row.tries) == ("parked", 2)

        await until(is_tried_twice)
    table = (await operate("parked", "list", "--group", "listener.rows")).out.splitlines()
    assert table[0].split() == ["id", "group", "key", "at", "state", "reason", "tries", "parked_at"]
    assert table[-1] == "1 records, 1 of them wait for an operator"


async def test_a_long_list_is_cut_and_says_how_many_more_there_are(store: MongoStore, operate: Operate) -> None:
    for offset in range(5):
        await store.parked.add(a_record(offset, state=ParkedState.WAITING if offset < 3 else ParkedState.PARKED))
    listed = await operate("parked", "list", "--limit", "3", "--json")
    assert [row["state"] for row in listed.rows] == ["parked", "parked", "waiting"]
    assert listed.err == "2 more are not shown; ask with --limit N or --group G\n"
    assert (await operate("parked", "list", "--limit", "3")).out.splitlines()[-1] == (
        "5 records, 2 of them wait for an operator"
    )
    assert (await operate("parked", "list")).err == ""
    for wrong in ("0", "-1", "10001", "all"):
        said = await operate("parked", "list", "--limit", wrong)
        assert (said.code, "from 1 to 10000" in said.err) == (2, True)


@pytest.mark.parametrize(("key", "shown"), [(None, "-"), (b"-", "-"), (b"0xff", "0xff"), (b"\xff", "0xff")])
async def test_a_key_is_typed_as_it_is_shown(
    store: MongoStore, operate: Operate, key: bytes | None, shown: str
) -> None:
    await store.parked.add(a_record(1, key=key))
    await store.parked.add(a_record(2, key=b"another"))
    assert {row["key"] for row in (await operate("parked", "list", "--json")).rows} == {shown, "another"}
    assert [row["state"] for row in (await operate("parked", "retry", shown, *NAMED, "--json")).rows] == ["retrying"]
    assert (await store.parked.tally())[ParkedState.RETRYING] == 1


async def test_what_is_not_there_is_refused_and_the_wish_is_kept(operate: Operate) -> None:
    unknown = await operate("parked", "retry", "KT-2026-0001", *NAMED)
    assert (unknown.code, unknown.err) == (1, "nothing of the key KT-2026-0001 waits to be tried again\n")
    assert (await operate("parked", "discard", str(uuid4()), *NAMED)).code == 1
    assert (await operate("parked", "show", str(uuid4()), *NAMED)).code == 1
    assert [row["outcome"] for row in (await operate("audit", "--json")).rows] == ["refused"] * 3


async def test_an_act_without_name_or_reason_is_wrong_usage_and_does_nothing(operate: Operate) -> None:
    for arguments in (
        ("parked", "retry", "key"),
        ("parked", "show", str(uuid4())),
        ("parked", "retry", "key", "--as", "OPS-01"),
        ("parked", "discard", str(uuid4()), "--reason", "x"),
        ("parked", "discard", "no-id", *NAMED),
        ("replay", "listener.rows", "--as", "OPS-01", "--reason", " "),
        ("rebuild", "heard", *NAMED, "--accept-difference"),
    ):
        said = await operate(*arguments)
        assert (said.code, said.out) == (2, "")
        assert "usage" in said.err
    assert (await operate("audit", "--json")).rows == []
