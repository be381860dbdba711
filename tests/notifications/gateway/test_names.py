"""One name, one thing, for ever: what a client's name for a thing leads to, wherever the line is cut."""

import asyncio
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.adapters.mongo.gateway import MongoUnitCodes
from services.notifications.domain.item import Item, ItemOutcome, lines_of
from services.notifications.domain.unit_code import CodeHistory, UnitCode, code_id
from shared.kernel.cause import job_cause
from shared.kernel.lineage import Lineage, Succession
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import Gate, System
from tests.notifications.gateway.sending import JOBS, item, outcomes, send


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


async def test_a_deed_whose_draft_was_refused_is_that_of_the_next_try(house: Gate, system: System) -> None:
    house.owner.refuses = frozenset({"/nominations"})
    for person in ("CB-0412", "CB-NEW"):
        assert outcomes(await send(house, system, item(person=person))) == ["rejected"]
    house.owner.refuses = frozenset()
    elsewhere = await send(house, system, item(unit={"scheme": "unit_id", "value": "THADS-HP"}))
    assert elsewhere["items"][0]["errors"][0]["code"] == "locked"
    assert outcomes(await send(house, system, item(person="CB-NEW"))) == ["created"]
    (deed,), (file,) = house.owner.of("deeds"), house.owner.of("nominations")
    assert [one["subject_ref"] for one in deed["contributors"]] == [file["subject_ref"]] == ["CB-NEW"]


async def test_a_deed_is_not_changed_when_its_file_was_submitted_meanwhile(house: Gate, system: System) -> None:
    await send(house, system, item())
    (deed,), (file,) = house.owner.of("deeds"), house.owner.of("nominations")
    house.owner.refuses = frozenset({f"/nominations/{file['id']}/amend"})
    changed = item(citation="Khác", deed={**item()["deed"], "title": "Việc khác"})
    assert outcomes(await send(house, system, changed)) == ["rejected"]
    assert (deed["title_vi"], file["citation_vi"]) == ("Việc", "Làm tốt")
    house.owner.refuses = frozenset({f"/deeds/{deed['id']}/amend"})
    assert outcomes(await send(house, system, changed)) == ["rejected"]
    house.owner.refuses = frozenset()
    assert outcomes(await send(house, system, item())) == ["updated"], "its words are not those of before"
    assert (deed["title_vi"], file["citation_vi"]) == ("Việc", "Làm tốt")
