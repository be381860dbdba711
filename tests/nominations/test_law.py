"""Law in use: a pack that comes into force is announced once, and none is used that was edited after the receipt."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from services.nominations.usecases.law.activate import ActivatePack
from shared.kernel.rulepack import PackChangedError, RulePacks
from shared.runtime.law.loading import SHIPPED, load_rulepacks
from tests.nominations.office import Day, Office, open_office


def edited(folder: Path) -> Path:
    """The shipped law, with one day more to complete a returned file."""
    data = shutil.copytree(SHIPPED, folder / "edited")
    for file in (data / "rulepacks").iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"return_window_working_days: \d+", "return_window_working_days: 11", text), "utf-8")
        assert file.read_text(encoding="utf-8") != text
    return data


async def activated(office: Office) -> list[str]:
    found = await office.store.collection("rulepacks").find({}).sort("state.pack_version", 1).to_list(10)
    return [document["state"]["pack_version"] for document in found]


async def test_a_pack_is_announced_on_its_day_and_once(office: Office, day: Day) -> None:
    day.at = datetime(2026, 9, 30, 16, 59, tzinfo=UTC)
    for _ in range(2):
        await office.use_cases.activate_pack()
    assert await activated(office) == ["2025-07-01"]
    day.at = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)
    for _ in range(2):
        await office.use_cases.activate_pack()
    assert await activated(office) == ["2025-07-01", "2026-10-01"]
    document = await office.store.collection("rulepacks").find_one({"state.pack_version": "2026-10-01"})
    assert document is not None
    (told,) = document["outbox"]
    assert (document["seq"], told["type"]) == (1, "rulepack.activated")
    pack = load_rulepacks().in_force(date(2026, 10, 1))
    assert (document["state"]["pack_hash"], document["state"]["verified_by"]) == (pack.hash, None)


async def test_a_day_without_a_pack_has_nothing_to_announce(office: Office, day: Day) -> None:
    day.at = datetime(2031, 1, 1, tzinfo=UTC)
    await office.use_cases.activate_pack()
    assert await activated(office) == []


async def test_a_pack_that_was_edited_after_it_was_announced_is_found_out(office: Office, tmp_path: Path) -> None:
    await office.use_cases.activate_pack()
    known: ActivatePack = office.use_cases.activate_pack
    changed = ActivatePack(known.packs, RulePacks(load_rulepacks(edited(tmp_path)).packs), known.clock)
    with pytest.raises(PackChangedError):
        await changed()


async def test_a_file_is_not_judged_by_a_pack_that_was_edited_after_its_receipt(
    office: Office, mongodb_url: str, namespace: str, tmp_path: Path, day: Day
) -> None:
    file = await office.submitted()
    path = f"/nominations/{file['id']}"
    async with open_office(mongodb_url, namespace, tmp_path, day, edited(tmp_path)) as other:
        refused = (await other.act("TD-01", f"{path}/screen", key="once")).json()
        assert refused["code"] == "PACK_CHANGED"
        assert "đã bị sửa" in refused["title"]
        assert (await other.see("TD-01", path)).json()["state"] == "submitted"
    screened = await office.done("TD-01", f"{path}/screen", key="once")
    assert (screened["state"], screened["pack"]) == ("screening", "FIX-2026/2026-10-01")


async def test_a_file_and_a_form_say_that_nobody_verified_their_rules(office: Office) -> None:
    file = await office.submitted()
    assert file["pack_verified"] is False
    forms = (await office.see("TD-01", "/forms")).json()
    assert forms
    assert {form["pack_verified"] for form in forms} == {False}
