import json
from dataclasses import replace
from typing import Any

import pytest

from services.notifications.api.gateway import doors
from services.notifications.domain.client import Scope
from services.notifications.usecases.intake import work
from services.notifications.usecases.intake.take_nomination import TakeNomination
from services.notifications.usecases.intake.work import MOST_TRIES
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import Gate, System
from tests.notifications.gateway.sending import BATCH, JOBS, LINES, RESULTS, item, outcomes, send
from tests.notifications.gateway.test_access import refused


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


@pytest.mark.parametrize("is_let_go", [True, False])
async def test_an_item_at_which_something_fails_that_nobody_foresaw_ends_too(
    house: Gate, system: System, clock: SetClock, monkeypatch: pytest.MonkeyPatch, *, is_let_go: bool
) -> None:
    monkeypatch.setattr(work, "MOST_TRIES", 2)
    if not is_let_go:
        monkeypatch.setattr(TakeNomination, "give_up", None)
    house.owner.breaks_at = "vỡ"
    told = await send(house, system, item(citation="vỡ"), item("HP-2"))
    assert (told["state"], told["done"]) == ("running", 1)
    clock.move(61)
    await house.use_cases.intake.go_on()
    page = (await house.get(system, f"{JOBS}/{told['id']}/result")).json()
    assert (outcomes(page), page["state"]) == (["rejected", "created"], "finished")
    assert page["items"][0]["errors"][0]["code"] == "owner_failed"
    house.owner.breaks_at = ""
    assert outcomes(await send(house, system, item("HP-1" if is_let_go else "HP-3"))) == ["created"]


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
