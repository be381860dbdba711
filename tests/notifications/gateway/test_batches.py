import asyncio
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.adapters.mongo.gateway import MongoUnitCodes
from services.notifications.api.gateway import doors
from services.notifications.domain.client import Scope
from services.notifications.domain.item import Item, ItemOutcome, lines_of
from services.notifications.domain.unit_code import CodeHistory, UnitCode, code_id
from services.notifications.usecases.intake.work import MOST_TRIES
from shared.kernel.cause import job_cause
from shared.kernel.lineage import Lineage, Succession
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import Gate, System
from tests.notifications.gateway.test_access import refused

BATCH, JOBS, RESULTS = "/integration/v1/nominations:batch", "/integration/v1/jobs", "/integration/v1/results"
LINES = {"Content-Type": "application/x-ndjson"}


def item(name: str = "HP-1", person: str = "CB-0412", **changed: Any) -> dict[str, Any]:
    deed = {"title": "Việc", "story": "Chuyện", "field": "ho_tich", "occurred_from": "2026-10-01"}
    whole = {
        "external_id": name,
        "unit": {"scheme": "unit_id", "value": "P-THADS-5"},
        "person": {"external_id": "7", "name": "Lê Thị Mận", "official_number": person},
        "deed": {**deed, "occurred_to": "2026-10-02", "known_on": "2026-10-03"},
        "award_kind": "GIAY_KHEN_SO",
        "citation": "Làm tốt",
        "report": "Báo cáo",
    }
    return {**whole, **changed}


async def send(house: Gate, system: System, *items: Any, **changed: Any) -> dict[str, Any]:
    reply = await house.post(system, {"items": list(items)}, BATCH, **changed)
    assert reply.status_code in (200, 202), reply.text
    found: dict[str, Any] = reply.json()
    return found


def outcomes(told: dict[str, Any]) -> list[str]:
    return [one["outcome"] for one in told["items"]]


async def test_a_name_leads_to_one_file_for_ever(house: Gate, system: System) -> None:
    assert outcomes(await send(house, system, item())) == ["created"]
    assert outcomes(await send(house, system, item(), item())) == ["unchanged"] * 2
    changed = await send(house, system, item(citation="Làm rất tốt"))
    again = await send(house, system, item())
    assert (outcomes(changed), outcomes(again)) == (["updated"], ["updated"])
    (file,) = house.owner.of("nominations")
    assert (file["citation_vi"], file["id"]) == ("Làm tốt", changed["items"][0]["id"])
    other = await send(house, system, item() | {"person": {"external_id": "8", "name": "Khác"}})
    file["state"] = "submitted"
    late = await send(house, system, item(citation="Muộn"), item("HP-2", "CB-NEW"))
    assert [one["errors"][0]["code"] for one in (*other["items"], late["items"][0])] == ["locked"] * 2
    assert outcomes(late)[1] == "created"
    assert "CB-NEW" in house.owner.people
    seen = await house.get(system, "/integration/v1/nominations/%20HP-1%20")
    assert seen.json()["state"] == "submitted"


async def test_a_trial_changes_nothing(house: Gate, system: System) -> None:
    reply = await house.post(system, {"items": [item(), item("HP-2", award_kind="KHAC")]}, f"{BATCH}?dry_run=true")
    assert outcomes(reply.json()) == ["created", "rejected"]
    assert house.owner.things == {}
    assert outcomes(await send(house, system, item())) == ["created"]


async def test_another_clients_units_names_and_jobs_are_as_good_as_unknown(house: Gate, clock: SetClock) -> None:
    own, other = System("hp-nhan-su", clock), System("vl-doc", clock)
    for each, unit in ((own, "THADS-HP"), (other, "STP-VL")):
        await house.record(each.client(unit))
        await each.ask(house.http)
    told = await send(house, own, item())
    foreign = await send(house, other, item())
    assert foreign["items"][0]["errors"][0]["code"] == "unit_unknown"
    for path in (f"{JOBS}/{told['id']}", f"{JOBS}/{told['id']}/result", "/integration/v1/nominations/HP-1"):
        assert (await house.get(own, path)).status_code == 200
        refused(await house.get(other, path), 404, "not_found")


async def test_while_the_owner_is_away_a_batch_waits_and_then_goes_on(
    house: Gate, system: System, clock: SetClock
) -> None:
    house.owner.is_down = True
    told = await send(house, system, item(), item("HP-2"), {"external_id": "HP-3"}, key="k")
    assert (told["state"], told["done"], told["items"]) == ("running", 1, None)
    assert (await send(house, system, item(), item("HP-2"), {"external_id": "HP-3"}, key="k"))["id"] == told["id"]
    house.owner.is_down = False
    clock.move(4)
    await house.use_cases.intake.go_on()
    page = (await house.get(system, f"{JOBS}/{told['id']}/result", limit=2)).json()
    assert (outcomes(page), page["next"], page["has_more"]) == (["created", "created"], 2, True)
    rest = (await house.get(system, f"{JOBS}/{told['id']}/result", cursor=2)).json()
    assert (outcomes(rest), rest["has_more"], rest["state"]) == (["rejected"], False, "finished")
    assert {one["code"] for one in rest["items"][0]["errors"]} == {"missing"}


async def test_a_key_whose_answer_was_forgotten_brings_back_no_other_batch(
    house: Gate, system: System, clock: SetClock
) -> None:
    trial = (await house.post(system, {"items": [item()]}, f"{BATCH}?dry_run=true", key="k")).json()
    clock.move(8 * 86_400)
    await house.forget_answers()
    await system.ask(house.http)
    told = await send(house, system, item(), item("HP-2"), key="k")
    assert (outcomes(told), told["id"] == trial["id"]) == (["created", "created"], False)
    await house.forget_answers()
    assert await send(house, system, item(), item("HP-2"), key="k") == told
    assert len(house.owner.of("nominations")) == 2


async def test_an_item_that_the_owner_cannot_answer_holds_up_no_other_and_ends(
    house: Gate, system: System, clock: SetClock
) -> None:
    house.owner.fails_at = "vỡ"
    broken = [item(f"HP-{n}", citation="vỡ") for n in range(9)]
    told = await send(house, system, *broken, item("HP-9"))
    assert (told["state"], told["done"], len(house.owner.of("nominations"))) == ("running", 1, 1)
    for _ in range(MOST_TRIES - 1):
        clock.move(61)
        await house.use_cases.intake.go_on()
    await system.ask(house.http)
    page = (await house.get(system, f"{JOBS}/{told['id']}/result")).json()
    assert (outcomes(page), page["state"]) == (["rejected"] * 9 + ["created"], "finished")
    assert page["items"][0]["errors"][0]["code"] == "owner_failed"
    house.owner.fails_at = ""
    assert outcomes(await send(house, system, item("HP-0", citation="Khác"))) == ["created"]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("side", ["before", "after"])
async def test_wherever_the_line_is_cut_each_name_makes_one_file(
    house: Gate, system: System, clock: SetClock, number: int, side: str
) -> None:
    house.owner.cuts = frozenset({(number, side)})
    told = await send(house, system, item(), item("HP-2", "CB-NEW"))
    clock.move(4)
    await house.use_cases.intake.go_on()
    done = (await house.get(system, f"{JOBS}/{told['id']}")).json()
    assert (done["state"], done["done"]) == ("finished", 2)
    assert (len(house.owner.of("nominations")), len(house.owner.of("deeds"))) == (2, 2)


async def test_two_that_say_different_things_under_one_name_at_once_make_one_file(
    house: Gate, system: System, clock: SetClock
) -> None:
    one, other = await asyncio.gather(send(house, system, item()), send(house, system, item(citation="Khác")))
    clock.move(4)
    await house.use_cases.intake.go_on()
    pages = [(await house.get(system, f"{JOBS}/{each['id']}/result")).json() for each in (one, other)]
    assert sorted(outcome for page in pages for outcome in outcomes(page)) == ["created", "updated"]
    (file,) = house.owner.of("nominations")
    assert file["citation_vi"] in ("Làm tốt", "Khác")


async def test_a_name_is_free_again_when_the_owner_said_no(house: Gate, system: System) -> None:
    house.owner.refuses = frozenset({"/nominations"})
    assert (await send(house, system, item()))["items"][0]["errors"][0]["code"] == "NO"
    house.owner.refuses = frozenset()
    assert outcomes(await send(house, system, item(citation="Lần hai"))) == ["created"]
    assert len(house.owner.of("deeds")) == 1


async def test_a_name_is_free_again_when_what_was_cut_off_is_wrong_by_now(
    house: Gate, system: System, clock: SetClock
) -> None:
    house.owner.cuts = frozenset({(0, "before")})
    await send(house, system, item())
    house.owner.kinds = []
    clock.move(4)
    await house.use_cases.intake.go_on()
    house.owner.kinds = ["GIAY_KHEN_SO"]
    assert outcomes(await send(house, system, item(citation="Khác"))) == ["created"]


async def test_what_an_item_said_is_forgotten_once_it_is_answered(
    house: Gate, system: System, store: MongoStore
) -> None:
    said = item(citation="lam-tot", report="bao-cao", deed={**item()["deed"], "story": "chuyen"})
    await send(house, system, said | {"person": {"external_id": "7", "name": "Le-Thi-Man"}}, item("HP-2", "x y"))
    names = ("jobs", "job_items", "intakes", "idempotency")
    kept = [str(one) for name in names for one in await store.rows(name).find().to_list(None)]
    assert kept
    assert not any(word in text for text in kept for word in ("Le-Thi-Man", "chuyen", "lam-tot", "bao-cao"))


async def test_lines_become_a_job(house: Gate, system: System) -> None:
    body = "\n".join(json.dumps(item(f"HP-{n}")) for n in range(30)).encode()
    reply = await house.post(system, body, BATCH, headers=LINES)
    told = reply.json()
    assert (reply.status_code, told["state"], told["count"]) == (202, "running", 30)
    await house.use_cases.intake.go_on()
    page = (await house.get(system, f"{JOBS}/{told['id']}/result", limit=1000)).json()
    assert outcomes(page) == ["created"] * 30
    assert [one["external_id"] for one in page["items"]] == [f"HP-{n}" for n in range(30)]


async def test_a_batch_has_a_size_and_a_form(house: Gate, system: System) -> None:
    many = [{"external_id": str(n)} for n in range(1001)]
    assert refused(await house.post(system, {"items": many}, BATCH), 413, "too_many_items")["hint"] == "job"
    large = b'{"items": ["' + b"x" * 5_300_000 + b'"]}'
    assert refused(await house.post(system, large, BATCH), 413, "too_large")["hint"] == "job"
    wrongs: list[Any] = [{"items": []}, {"items": {}}, [], {"items": [1], "more": 1}, {}]
    for wrong in wrongs:
        refused(await house.post(system, wrong, BATCH), 422, "body_invalid")
    refused(await house.post(system, b"{}\n{", BATCH, headers=LINES), 400, "malformed")
    told = await send(house, system, 1, None, "x", [])
    assert outcomes(told) == ["rejected"] * 4
    odd = {"Content-Type": "Application/X-NDJSON; charset=utf-8"}
    assert (await house.post(system, json.dumps(item()).encode() + b"\n\n", BATCH, headers=odd)).status_code == 202
    one = {"Content-Type": "application/json; x=ndjson"}
    refused(await house.post(system, b'{"items":\n[]}', BATCH, headers=one), 422, "body_invalid")


async def test_figures_go_to_their_owner(house: Gate, system: System) -> None:
    figure = {
        "external_id": "KQ-1",
        "person": item()["person"],
        "indicator": "an_da_thi_hanh",
        "period_from": "2026-09-01",
        "period_to": "2026-09-30",
        "value": 412,
        "source": "SO_AN",
    }
    for value, outcome in ((412, "created"), ("412.00", "unchanged"), ("413.50", "updated"), (413.5, "unchanged")):
        reply = await house.post(system, {"items": [figure | {"value": value}]}, RESULTS)
        assert outcomes(reply.json()) == [outcome]
    assert [one["value"] for one in house.owner.of("results")] == ["412", "413.5"]


async def test_a_suspended_client_waits_with_what_it_sent(house: Gate, system: System, clock: SetClock) -> None:
    body = json.dumps(item()).encode()
    told = (await house.post(system, body, BATCH, headers=LINES)).json()
    known = await house.clients.find(system.ref)
    assert known is not None
    await house.record(known.suspended())
    await house.use_cases.intake.go_on()
    assert house.owner.things == {}
    for scopes in ({Scope.AWARDS_READ}, set(Scope)):
        assert house.owner.things == {}
        found = await house.clients.find(system.ref)
        assert found is not None
        await house.record(replace(found.resumed(clock()), scopes=frozenset(scopes)))
        clock.move(61)
        await house.use_cases.intake.go_on()
    assert len(house.owner.of("nominations")) == 1
    refused(await house.get(system, f"{JOBS}/{told['id']}"), 401, "token_invalid")
    await system.ask(house.http)
    assert (await house.get(system, f"{JOBS}/{told['id']}")).json()["state"] == "finished"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 1)), max_size=8))
def test_a_name_that_means_two_things_in_a_batch_means_nothing(sent: list[tuple[str, int]]) -> None:
    lines = lines_of([Item(name, {"n": n}) for name, n in sent])
    assert [line.index for line in lines] == list(range(len(sent)))
    for line in lines:
        meanings = {n for name, n in sent if name == line.external_id}
        is_refused = line.result is not None and line.result.outcome is ItemOutcome.REJECTED
        assert is_refused == (len(meanings) > 1)


async def test_a_unit_that_was_split_is_ambiguous_from_then_on(house: Gate, system: System) -> None:
    split = (Succession("P-THADS-5", unit, date(2026, 10, 2)) for unit in ("P-THADS-6", "THADS-HP"))
    house.units.lineage = Lineage(frozenset(split))
    late, early = item(), item("HP-2", deed={**item()["deed"], "occurred_to": "2026-10-01"})
    told = (await send(house, system, late, early))["items"]
    assert [one["code"] for one in (*told[0]["errors"], *told[1]["warnings"])] == ["unit_ambiguous", "unit_retired"]
    assert told[0]["errors"][0]["params"] == {"candidates": ["P-THADS-6", "THADS-HP"]}
    assert told[1]["warnings"][0]["params"] == {"successors": ["P-THADS-6", "THADS-HP"]}
    assert told[0]["errors"][0]["message_vi"]
    other = System("vl-doc", system.clock)
    await house.record(other.client("STP-VL"))
    await other.ask(house.http)
    (foreign,) = (await send(house, other, late))["items"]
    assert [(one["code"], one["params"].get("candidates")) for one in foreign["errors"]] == [("unit_unknown", None)]


async def test_a_clients_own_codes_name_nothing_for_another(house: Gate, system: System, store: MongoStore) -> None:
    other = System("hp-khac", system.clock)
    await house.record(other.client("THADS-HP"))
    await other.ask(house.http)
    row = UnitCode("P-THADS-5", f"local:{system.ref}", "12", date(2026, 1, 1))
    history = CodeHistory(code_id(row.scheme, row.value), row.scheme, row.value).admit(row)
    await MongoUnitCodes(store).save(history, job_cause("test", "codes"))
    coded = item(unit={"scheme": row.scheme, "value": "12"})
    assert outcomes(await send(house, system, coded)) == ["created"]
    assert (await send(house, other, coded))["items"][0]["errors"][0]["code"] == "unit_unknown"


async def test_only_so_many_bodies_of_lines_are_taken_in_at_once(
    house: Gate, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps(item()).encode()
    for _ in range(doors.MOST_LARGE + 1):
        assert (await house.post(system, body, BATCH, headers=LINES)).status_code == 202
    monkeypatch.setattr(doors, "MOST_LARGE", 0)
    late = await house.post(system, body, BATCH, headers=LINES)
    refused(late, 503, "unavailable")
    assert int(late.headers["retry-after"]) > 0
    assert outcomes(await send(house, system, item()))


async def test_catalogues_come_whole_when_they_changed_and_not_while_their_owner_is_away(
    house: Gate, system: System
) -> None:
    path = "/integration/v1/catalogues/award-kinds"
    first = (await house.get(system, path)).json()
    assert (first["items"], first["is_changed"]) == ([{"code": "GIAY_KHEN_SO"}], True)
    same = (await house.get(system, path, since=first["next"])).json()
    assert (same["items"], same["is_changed"]) == ([], False)
    units = (await house.get(system, "/integration/v1/catalogues/units")).json()["items"]
    assert [unit["unit_id"] for unit in units] == ["P-THADS-5", "P-THADS-6", "THADS-HP"]
    house.owner.is_down = True
    away = await house.get(system, path)
    assert refused(away, 503, "unavailable")
    assert int(away.headers["retry-after"]) > 0
