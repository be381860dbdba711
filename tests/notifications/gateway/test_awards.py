import asyncio
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.domain.client import Scope
from services.notifications.domain.cursor import Cursor
from services.notifications.domain.register import GENESIS, Entry, fold
from shared.kernel.chart import Chart
from shared.kernel.errors import ForbiddenError
from shared.kernel.lineage import Lineage, Succession
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import Secrets, SetClock
from tests.notifications.facts import AWARD, event_of, record_of
from tests.notifications.gateway.outside import AWARDS, Gate, System, Units
from tests.notifications.gateway.test_access import refused


@pytest_asyncio.fixture
async def other(house: Gate, clock: SetClock) -> System:
    made = System("vl-doc", clock)
    await house.record(made.client("STP-VL", scopes=frozenset({Scope.AWARDS_READ})))
    await made.ask(house.http)
    return made


async def happened(house: Gate, *numbers: int, path: Sequence[str] = ("BTP", "THADS-HP", "P-THADS-5")) -> None:
    for n in numbers:
        event = event_of("award.published", unit_id=path[-1], unit_path=list(path))
        await house.register.append(record_of(event, n))


async def pull(house: Gate, system: System, **params: Any) -> dict[str, Any]:
    reply = await house.http.get(AWARDS, params=params, headers=system.bearer)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


async def test_a_client_sees_its_units_and_all_below_and_nothing_else(
    house: Gate, system: System, other: System
) -> None:
    await happened(house, 0, 1)
    await happened(house, 2, path=("UB-VL", "STP-VL"))
    assert [item["seq"] for item in (await pull(house, system))["items"]] == [1, 2]
    assert [item["seq"] for item in (await pull(house, other))["items"]] == [3]
    assert len((await pull(house, system, unit="P-THADS-5"))["items"]) == 2
    refused(await house.http.get(AWARDS, params={"unit": "STP-VL"}, headers=system.bearer), 403, "OUT_OF_SCOPE")
    refused(await house.http.get(AWARDS, params={"unit": "BTP"}, headers=system.bearer), 403, "OUT_OF_SCOPE")


async def test_the_link_of_a_webhook_leads_to_all_entries_of_its_award(
    house: Gate, system: System, other: System
) -> None:
    for n, kind in enumerate(("award.published", "award.revoked")):
        await house.register.append(record_of(event_of(kind), n))
    link = f"{AWARDS}/{AWARD}"
    found = (await house.http.get(link, headers=system.bearer)).json()["items"]
    assert [(item["seq"], item["kind"]) for item in found] == [(1, "award.published"), (2, "award.revoked")]
    refused(await house.http.get(link, headers=other.bearer), 403, "OUT_OF_SCOPE")
    refused(await house.http.get(f"{AWARDS}/{uuid4()}", headers=system.bearer), 403, "OUT_OF_SCOPE")


async def test_cursors_lead_through_all_of_it_page_by_page(house: Gate, system: System) -> None:
    await happened(house, 0)
    await happened(house, 1, path=("UB-VL", "STP-VL"))
    await happened(house, 2, 3)
    cursor, seen = "0", []
    while True:
        page = await pull(house, system, since=cursor, limit=1)
        seen += [item["seq"] for item in page["items"]]
        cursor = page["next"]
        if not page["has_more"]:
            break
    assert seen == [1, 3, 4]
    rest = await pull(house, system, since=cursor)
    assert (rest["items"], rest["next"], rest["has_more"]) == ([], cursor, False)


async def test_who_waits_hears_at_once_and_what_comes_for_others_ends_no_wait(house: Gate, system: System) -> None:
    waiting = asyncio.create_task(pull(house, system, wait=4))
    await asyncio.sleep(0.2)
    await happened(house, 0, path=("UB-VL", "STP-VL"))
    await asyncio.sleep(0.1)
    await happened(house, 1)
    async with asyncio.timeout(2):
        assert [item["seq"] for item in (await waiting)["items"]] == [2]


class Between(MongoRegister):
    """An entry comes right after the first look for what there is."""

    others: Gate

    async def entries_of(self, units: Collection[str], since: int, limit: int) -> Sequence[Entry]:
        found = await super().entries_of(units, since, limit)
        if not found:
            await happened(self.others, 0)
        return found


async def test_what_comes_right_after_the_look_is_told_without_waiting(
    house: Gate, system: System, store: MongoStore, clock: SetClock
) -> None:
    register = Between(store, clock, Secrets())
    register.others = house
    known = await house.clients.find(system.ref)
    assert known is not None
    awards = replace(house.use_cases.awards, register=register)
    async with asyncio.timeout(5):
        page = await awards(known, Cursor(), unit=None, limit=9, wait_seconds=30)
    assert [one.seq for one in page.items] == [1]


async def test_a_digest_proves_that_both_sides_hold_the_same(house: Gate, system: System) -> None:
    await happened(house, 0)
    await happened(house, 1, path=("UB-VL", "STP-VL"))
    await happened(house, 2)
    items = (await pull(house, system))["items"]
    for until, held in ((None, items), (items[0]["cursor"], items[:1]), ("0", [])):
        params = {} if until is None else {"until": until}
        told = (await house.http.get(f"{AWARDS}/digest", params=params, headers=system.bearer)).json()
        fold = GENESIS
        for item in held:
            fold = hashlib.sha256((fold + item["hash"]).encode()).hexdigest()
        assert (told["count"], told["fold"], told["head"]) == (len(held), fold, 3)


async def test_a_cursor_that_was_never_given_out_is_invalid(house: Gate, system: System) -> None:
    for wrong in ("", "-1", "1", "x.0", "a b", "x" * 60, "0.0"):
        refused(await house.http.get(AWARDS, params={"since": wrong}, headers=system.bearer), 400, "cursor_invalid")


async def test_a_cursor_from_a_lost_history_says_where_to_go_on(house: Gate, system: System, store: MongoStore) -> None:
    await happened(house, 0, 1, 2)
    cursors = [item["cursor"] for item in (await pull(house, system))["items"]]
    await store.rows("register").delete_many({"_id": {"$gt": 1}})
    lost = await house.http.get(AWARDS, params={"since": cursors[2]}, headers=system.bearer)
    assert refused(lost, 409, "cursor_forked")["resume_from"] == cursors[0]
    assert (await pull(house, system, since=cursors[0]))["items"] == []
    unknown = await house.http.get(AWARDS, params={"since": "zz.1"}, headers=system.bearer)
    assert refused(unknown, 409, "cursor_forked")["resume_from"] == "0"


class Merged:
    """The office of Vĩnh Long went on in that of Hải Phòng."""

    async def chart(self) -> Chart:
        paths = (await Units().chart()).paths
        return Chart(Lineage(frozenset({Succession("STP-VL", "P-THADS-5", date(2026, 1, 1))})), paths)


async def test_after_a_merger_the_successor_pulls_what_was_entered_of_the_predecessor_from_0(
    house: Gate, system: System
) -> None:
    await happened(house, 0, path=("UB-VL", "STP-VL"))
    await happened(house, 1)
    known = await house.clients.find(system.ref)
    assert known is not None
    before = await house.use_cases.awards.digest(known, None, unit=None)
    awards = replace(house.use_cases.awards, units=Merged())
    old = await awards(known, Cursor(), unit="STP-VL", limit=9, wait_seconds=0)
    both = await awards(known, Cursor(), unit=None, limit=9, wait_seconds=0)
    narrow = await awards(known, Cursor(), unit="P-THADS-5", limit=9, wait_seconds=0)
    narrow_before = await house.use_cases.awards(known, Cursor(), unit="P-THADS-5", limit=9, wait_seconds=0)
    assert ([one.seq for one in old.items], [one.seq for one in both.items]) == ([1], [1, 2])
    assert ([one.seq for one in narrow_before.items], [one.seq for one in narrow.items]) == ([2], [1, 2])
    assert narrow_before.lineage != narrow.lineage
    after = await awards.digest(known, None, unit=None)
    assert (before.count, after.count) == (1, 2)
    assert before.lineage != after.lineage == both.lineage
    with pytest.raises(ForbiddenError):
        await house.use_cases.awards(known, Cursor(), unit="STP-VL", limit=9, wait_seconds=0)


async def test_a_digest_goes_on_from_the_one_before_unless_that_history_was_lost(
    house: Gate, system: System, store: MongoStore, clock: SetClock
) -> None:
    await happened(house, 0, 1)
    known = await house.clients.find(system.ref)
    assert known is not None
    awards, looked = house.use_cases.awards, list[int]()
    hashes_of = MongoRegister.hashes_of

    class Counting(MongoRegister):
        async def hashes_of(self, units: Collection[str], since: int, until: int, limit: int) -> Mapping[int, str]:
            looked.append(since)
            return await hashes_of(house.register, units, since, until, limit)

    awards.folds.register = Counting(store, clock, Secrets())
    for count in (2, 3):
        digest = await awards.digest(known, None, unit=None)
        assert (digest.count, digest.fold) == (count, fold(await own_hashes(house)))
        await happened(house, count)
    assert looked == [0, 2, 2, 3]
    await store.rows("register").delete_many({"_id": {"$gt": 1}})
    digest = await awards.digest(known, None, unit=None)
    assert (digest.count, digest.fold) == (1, fold(await own_hashes(house)))


async def own_hashes(house: Gate) -> list[str]:
    return [one.hash for one in await house.register.entries_of({"THADS-HP"}, 0, 100)]
