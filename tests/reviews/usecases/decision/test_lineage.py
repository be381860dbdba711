"""A unit ends while its files are under way: who took its place decides."""

from dataclasses import replace

import pytest

from services.reviews.domain.decision import NotTheGrantorError
from services.reviews.domain.session import CasesNotReadyError
from services.reviews.usecases.decision.prepare import Proposed
from shared.contracts.awards import AwardGranted, DecisionDrafted, DecisionSigned
from shared.contracts.councils import CouncilConvened
from shared.kernel.actor import Role
from shared.kernel.chart import Chart
from shared.kernel.clock import local_day
from shared.kernel.lineage import Lineage, Succession
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, OFFICER, facts, full_facts, news, person, wish

HEIR = person("TD-09", (Role.EMULATION_OFFICER, "STP-X"), (Role.EMULATION_OFFICER, "STP-HP"))
HEAD = person("GD-09", (Role.GRANTOR, "STP-X"), (Role.GRANTOR, "STP-HP"))


def merge(desk: Desk, former: str, into: str, above: tuple[str, ...], *, ends: bool = True) -> None:
    came = Succession(former, into, local_day(desk.at), ends=ends)
    desk.memory.units.known = Chart(Lineage(frozenset({came})), {into: (*above, into)})


async def prepared(desk: Desk, grantor: str) -> Desk:
    row = Proposed(await desk.appraised(facts()), "Nguyễn Thị Hạnh", "Giúp 37 hộ dân")
    merge(desk, "STP-HP", "STP-X", ("UB-X",))
    await desk.do.decision.prepare(grantor, "1/QĐ-STP", [row], wish(HEIR, "decision.prepare"))
    await desk.do.case.queue(desk.last(DecisionDrafted), news())
    return desk


async def test_the_successor_decides_on_a_case_of_the_ended_grantor(desk: Desk) -> None:
    await prepared(desk, "STP-X")
    drafted = desk.last(DecisionDrafted)
    assert (drafted.grantor_unit_id, drafted.unit_path) == ("STP-X", ("UB-X", "STP-X"))
    await desk.reserved(drafted.decision_id)
    await desk.do.decision.sign(drafted.decision_id, wish(HEAD, "decision.sign"))
    await desk.do.award.grant(desk.last(DecisionSigned), news())
    granted = desk.last(AwardGranted)
    assert (granted.grantor_unit_id, granted.unit_id) == ("STP-X", "STP-HP")


async def test_an_ended_grantor_prepares_nothing_and_is_told_who_does(desk: Desk) -> None:
    with pytest.raises(NotTheGrantorError) as refused:
        await prepared(desk, "STP-HP")
    assert refused.value.params["suggested_grantor"] == "STP-X"


async def test_what_was_drafted_before_the_merger_is_not_signed_after_it(desk: Desk) -> None:
    decision_id = await desk.drafted(await desk.appraised(facts()))
    await desk.reserved(decision_id)
    merge(desk, "STP-HP", "STP-X", ("UB-X",))
    for grantor in (DIRECTOR, HEAD):
        with pytest.raises(NotTheGrantorError):
            await desk.do.decision.sign(decision_id, wish(grantor, "decision.sign"))


async def test_a_unit_that_split_off_decides_nothing_of_one_that_goes_on(desk: Desk) -> None:
    row = Proposed(await desk.appraised(facts()), "Nguyễn Thị Hạnh", "Giúp 37 hộ dân")
    merge(desk, "STP-HP", "STP-X", ("UB-X",), ends=False)
    with pytest.raises(CasesNotReadyError):
        await desk.do.decision.prepare("STP-X", "1/QĐ-STP", [row], wish(HEIR, "decision.prepare"))
    await desk.do.decision.prepare("STP-HP", "1/QĐ-STP", [row], wish(OFFICER, "decision.prepare"))


async def test_a_member_who_heads_the_successor_of_the_subjects_unit_is_recused(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts(unit_id="THADS-CU", unit_path=("BTP", "THADS-CU")))
    merge(desk, "THADS-CU", "THADS-HP", ("BTP",))
    await desk.convened(case_id)
    assert [(one.member_ref, one.ground) for one in desk.last(CouncilConvened).recused] == [("HD-03", "heads_unit")]
    assert replace(await desk.case(case_id)).facts.unit_path == ("BTP", "THADS-CU")
