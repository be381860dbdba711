"""A unit ended: who took its place finds its files and decides on them; nobody else does."""

import uuid
from datetime import date

from shared.contracts.organisation import LineageTie, UnitChanged, UnitClosed
from shared.kernel.actor import Role
from tests.console.desk import Desk
from tests.console.story import BEGAN, told

OLD = {"unit_id": "STP-BT", "unit_path": ["STP-BT"], "grantor_unit_id": "STP-BT", "grantor_path": ["STP-BT"]}
NEW = {"unit_id": "STP-VL2", "unit_path": ("UB-VL2", "STP-VL2"), "code": "STP-VL2", "kind": "STP"}
TIE = LineageTie(kind="merged_into", unit_code="STP-VL2", on=date(2025, 7, 1))


async def merged(desk: Desk) -> None:
    """A file waits for a decision of a unit that was merged into another."""
    gone = UnitClosed(
        unit_id="STP-BT",
        unit_path=("STP-BT",),
        org_id=uuid.uuid4(),
        code="STP-BT",
        kind="STP",
        name_vi="Sở Tư pháp tỉnh Bến Tre",
        valid_to=date(2025, 6, 30),
        lineage=(TIE,),
    )
    came = UnitChanged(org_id=uuid.uuid4(), name_vi="Sở Tư pháp tỉnh Vĩnh Long", **NEW)
    await desk.tell([told(gone, 1, BEGAN), told(came, 1, BEGAN)])
    row = {"_id": uuid.uuid4(), "number": "KT-2026-0001", "order": "0001", "nomination_state": "in_review", **OLD}
    await desk.service.store.rows("cases").insert_one(row | {"review_state": "awaiting_decision"})


async def test_the_successors_officer_prepares_the_decision_in_the_successors_name(desk: Desk) -> None:
    await merged(desk)
    async with desk.visited_by("TD-VL2", (Role.EMULATION_OFFICER, "STP-VL2")) as client:
        page = await client.get("/cho-ky")
        file = await client.get("/ho-so/KT-2026-0001")
    assert 'name="cap-khen" value="STP-VL2"' in page.text
    assert "Lập dự thảo quyết định của Sở Tư pháp tỉnh Vĩnh Long" in page.text
    assert (file.status_code, "Bến Tre" in file.text) == (200, True)


async def test_an_office_in_the_ended_unit_opens_nothing(desk: Desk) -> None:
    await merged(desk)
    async with desk.visited_by("TD-BT", (Role.EMULATION_OFFICER, "STP-BT")) as client:
        assert (await client.get("/cho-ky")).status_code == 403
    async with desk.visited_by("TD-DT2", (Role.EMULATION_OFFICER, "STP-DT2")) as client:
        assert "KT-2026-0001" not in (await client.get("/cho-ky")).text
