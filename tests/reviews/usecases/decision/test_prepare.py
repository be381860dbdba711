import asyncio
from uuid import UUID

import pytest

from services.reviews.domain.case_parts import Verdict
from services.reviews.domain.decision import NumberTakenError
from services.reviews.domain.session import CasesNotReadyError
from services.reviews.usecases.decision.prepare import DeedAlreadyRewardedError, Proposed
from shared.contracts.awards import DecisionDrafted
from shared.kernel.actor import Role
from shared.kernel.errors import AlreadyHandledError, ForbiddenError
from shared.kernel.ids import id_from
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import OFFICER, OFFICER_BTP, SECRETARY, facts, full_facts, news, person, wish


async def test_an_officer_prepares_a_decision_for_several_cases(desk: Desk) -> None:
    cases = [await desk.appraised(facts(n)) for n in (1, 2)]
    decision_id = await desk.drafted(*cases)
    event = desk.last(DecisionDrafted)
    assert (event.decision_id, event.number, event.unit_path) == (decision_id, "12/QĐ-STP", ("UB-HP", "STP-HP"))
    assert (event.case_ids, event.case_numbers) == (tuple(cases), ("KT-2026-0001", "KT-2026-0002"))


async def test_a_councils_secretary_prepares_for_the_grantor_of_the_council(desk: Desk) -> None:
    case_id = await desk.recommended(full_facts())
    row = Proposed(case_id, "Phòng Nghiệp vụ", "Không để án tồn đọng")
    cause = wish(SECRETARY, "decision.prepare")
    decision_id = await desk.do.decision.prepare("BTP", "9/QĐ-BTP", [row], cause)
    assert (await desk.decision(decision_id)).path == ("BTP", "HD-BTP")


async def test_without_a_number_a_decision_gets_the_next_of_its_series_whoever_is_first(desk: Desk) -> None:
    cases = [await desk.appraised(facts(n)) for n in range(1, 6)]

    async def number(case_id: UUID, typed: str | None = None) -> str:
        rows = [Proposed(case_id, "A", "B")]
        decision_id = await desk.do.decision.prepare("STP-HP", typed, rows, wish(OFFICER, "decision.prepare"))
        return (await desk.decision(decision_id)).number

    assert await asyncio.gather(*(number(case_id) for case_id in cases[:3])) == [f"{n}/QĐ-STP-HP" for n in (1, 2, 3)]
    assert await number(cases[3], "7/QĐ-STP-HP") == "7/QĐ-STP-HP"
    assert await number(cases[4]) == "8/QĐ-STP-HP"


async def test_people_of_other_units_prepare_nothing(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    rows = [Proposed(case_id, "A", "B")]
    with pytest.raises(ForbiddenError):
        await desk.do.decision.prepare("STP-HP", "1/QĐ", rows, wish(OFFICER_BTP, "decision.prepare"))
    with pytest.raises(CasesNotReadyError) as refused:
        await desk.do.decision.prepare("BTP", "1/QĐ", rows, wish(OFFICER_BTP, "decision.prepare"))
    # Nothing of the other unit's case is told but the id that was sent.
    assert refused.value.params["cases"] == str(case_id)


async def test_nobody_prepares_the_decision_on_an_own_deed(desk: Desk) -> None:
    case_id = await desk.appraised(facts(subject_ref="CB-0413", contributor_refs=("CB-0413", "CB-0412")))
    for ref in ("CB-0413", "CB-0412"):
        with pytest.raises(RoleSeparationError):
            await desk.drafted(case_id, actor=person(ref, (Role.EMULATION_OFFICER, "STP-HP")))


async def test_a_number_is_taken_once(desk: Desk) -> None:
    cases = [await desk.appraised(facts(n)) for n in (1, 2)]
    await desk.drafted(cases[0])
    with pytest.raises(NumberTakenError):
        await desk.drafted(cases[1])
    await desk.drafted(cases[1], number="13/QĐ-STP")


async def test_a_repeat_prepares_one_decision(desk: Desk) -> None:
    row = Proposed(await desk.appraised(facts()), "A", "B")
    cause = wish(OFFICER, "decision.prepare", "once")
    await desk.do.decision.prepare("STP-HP", "1/QĐ", [row], cause)
    with pytest.raises(AlreadyHandledError):
        await desk.do.decision.prepare("STP-HP", "1/QĐ", [row], cause)


async def test_cases_that_are_unknown_unappraised_or_failing_are_not_decided(desk: Desk) -> None:
    failing = await desk.admitted(facts(2))
    await desk.do.case.appraise(failing, Verdict.FAILS, ("Thiếu số liệu",), wish(OFFICER, "case.appraise"))
    for case_id in (id_from("nomination", "x"), await desk.admitted(facts(3)), failing):
        with pytest.raises(CasesNotReadyError):
            await desk.drafted(case_id)


async def test_a_deed_that_was_rewarded_is_refused_with_the_number_of_that_decision(desk: Desk) -> None:
    first = await desk.appraised(facts(1))
    await desk.reserved(await desk.drafted(first))
    twin = await desk.appraised(facts(2, deed_id=facts(1)["deed_id"]))
    with pytest.raises(DeedAlreadyRewardedError) as refused:
        await desk.drafted(twin, number="13/QĐ-STP")
    assert refused.value.params["number"] == "12/QĐ-STP"


async def test_a_case_whose_last_award_is_not_freed_yet_waits(desk: Desk) -> None:
    case_id = await desk.appraised(facts(1))
    decision_id = await desk.drafted(case_id)
    await desk.reserved(decision_id)
    case = await desk.case(case_id)
    await desk.homes.cases.save(case.unqueue(decision_id), emits=(), because_of=news())
    with pytest.raises(CasesNotReadyError):
        await desk.drafted(case_id, number="13/QĐ-STP")
