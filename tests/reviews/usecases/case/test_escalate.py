from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.reviews.domain.ballot import Choice
from services.reviews.domain.case_parts import CaseState, NotHigherError, Verdict
from services.reviews.domain.council import council_id
from services.reviews.domain.session import CasesNotReadyError
from services.reviews.usecases.case.standing import standing
from services.reviews.usecases.decision.prepare import Proposed
from shared.contracts.councils import CouncilConvened, CouncilVoteClosed
from shared.contracts.reviews import ReviewEscalated, ReviewTakenOver
from shared.kernel.actor import Actor, Role
from shared.kernel.chart import Chart
from shared.kernel.errors import ConflictError, ForbiddenError
from shared.kernel.ids import id_from
from shared.kernel.lineage import Lineage, Succession
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import (
    CALENDAR,
    MINISTER,
    OFFICER_BTP,
    SECRETARY,
    TODAY,
    full_facts,
    news,
    person,
    wish,
)

BELOW = person("TD-02", (Role.EMULATION_OFFICER, "THADS-HP"))
SECRETARY_BELOW = person("TK-02", (Role.COUNCIL_SECRETARY, "THADS-HP"))
CHAIR_BELOW = person("HT-01", (Role.COUNCIL_CHAIR, "HD-THADS"))
MEMBERS_BELOW = ("HT-01", "HT-02", "HT-03")


def flag(n: int = 31, **changes: Any) -> dict[str, Any]:
    """A team of THADS-HP, nominated for the ministry's flag, which THADS-HP reviews first."""
    return full_facts(n, **({"form_code": "CO_THI_DUA_BO"} | changes))


async def escalated(desk: Desk, case_id: UUID, actor: Actor = SECRETARY_BELOW) -> None:
    await desk.do.case.escalate(case_id, wish(actor, "case.escalate"))


async def taken_over(desk: Desk, case_id: UUID) -> None:
    await desk.do.case.take_over(case_id, wish(OFFICER_BTP, "case.take_over"))


async def appraised(desk: Desk, case_id: UUID, actor: Actor) -> None:
    await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(actor, "case.appraise"))


async def convened_below(desk: Desk, case_id: UUID) -> UUID:
    record, cause = desk.do.council.record, wish(BELOW, "council.record")
    if await desk.homes.councils.find(council_id("HD-THADS")) is None:
        await record("HD-THADS", "THADS-HP", "HT-01", MEMBERS_BELOW, {}, cause)
    closes_at, call = desk.at + timedelta(days=1), wish(SECRETARY_BELOW, "session.convene")
    return await desk.do.session.convene("HD-THADS", [case_id], closes_at, call)


async def recommended_below(desk: Desk) -> UUID:
    case_id = await desk.admitted(flag())
    await appraised(desk, case_id, BELOW)
    session_id = await convened_below(desk, case_id)
    await desk.do.case.seat(desk.last(CouncilConvened), news())
    await desk.do.session.open_voting(session_id, wish(CHAIR_BELOW, "session.open_voting"))
    for ref in MEMBERS_BELOW:
        actor = person(ref, (Role.COUNCIL_MEMBER, "HD-THADS"))
        await desk.do.session.cast(session_id, case_id, Choice.YES, wish(actor, "session.cast"))
    await desk.do.session.close_voting(session_id, wish(CHAIR_BELOW, "session.close_voting"))
    await desk.do.case.record_vote(desk.last(CouncilVoteClosed), news())
    return case_id


async def test_what_a_council_below_recommends_goes_up_and_stays_with_the_case(desk: Desk) -> None:
    case_id = await recommended_below(desk)
    below = await desk.case(case_id)
    assert (below.state, below.office) == (CaseState.RECOMMENDED, ("THADS-HP",))
    await escalated(desk, case_id)
    case, told = await desk.case(case_id), desk.last(ReviewEscalated)
    (passed,) = case.passed
    assert (passed.unit_id, passed.appraiser_ref, passed.session_id) == ("THADS-HP", "TD-02", below.session_id)
    assert (case.state, case.office, case.verdict, case.is_decidable) == (CaseState.ESCALATED, ("BTP",), None, False)
    assert (told.from_unit_id, told.to_unit_id, told.office_path) == ("THADS-HP", "BTP", ("BTP",))
    due = {step.name: step.due_on for step in case.steps if step.done_on is None}
    assert due["appraise"] == CALENDAR.add(TODAY, 7)
    await taken_over(desk, case_id)
    assert desk.last(ReviewTakenOver).to_unit_id == "BTP"
    await appraised(desk, case_id, OFFICER_BTP)
    assert (await desk.case(case_id)).appraiser_refs == ("TD-02", "TD-03")


async def test_below_the_grantor_decides_nothing_and_above_those_below_do_nothing(desk: Desk) -> None:
    case_id = await recommended_below(desk)
    rows = [Proposed(case_id, "Phòng Nghiệp vụ", "214 việc")]
    with pytest.raises(CasesNotReadyError):
        await desk.do.decision.prepare("BTP", None, rows, wish(OFFICER_BTP, "decision.prepare"))
    other = await desk.admitted(flag(32))
    with pytest.raises(ForbiddenError):
        await appraised(desk, other, OFFICER_BTP)
    await escalated(desk, other)
    with pytest.raises(ForbiddenError):
        await appraised(desk, other, BELOW)
    with pytest.raises(ConflictError):
        await appraised(desk, other, OFFICER_BTP)


async def test_a_session_below_that_is_heard_of_late_does_not_vote_above(desk: Desk) -> None:
    case_id = await recommended_below(desk)
    called = desk.last(CouncilConvened)
    late = called.model_copy(update={"session_id": id_from("session", "late")})
    await escalated(desk, case_id)
    await taken_over(desk, case_id)
    await appraised(desk, case_id, OFFICER_BTP)
    await desk.do.case.seat(late, news())
    assert (await desk.case(case_id)).state is CaseState.READY


async def test_a_council_above_takes_it_up_only_once_it_is_there(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.admitted(flag())
    await appraised(desk, case_id, BELOW)
    closes_at = desk.at + timedelta(days=1)
    with pytest.raises(CasesNotReadyError):
        await desk.do.session.convene("HD-BTP", [case_id], closes_at, wish(SECRETARY, "session.convene"))
    other = await desk.admitted(flag(32))
    await escalated(desk, other)
    await taken_over(desk, other)
    await appraised(desk, other, OFFICER_BTP)
    await desk.convened(other)
    assert (await desk.case(other)).state is CaseState.IN_SESSION
    with pytest.raises(CasesNotReadyError):
        await convened_below(desk, other)


async def test_who_appraised_below_does_not_sign(desk: Desk) -> None:
    case_id = await recommended_below(desk)
    await escalated(desk, case_id)
    case = replace(await desk.case(case_id), state=CaseState.AWAITING_DECISION, recommended=True, appraiser_ref="TD-03")
    await desk.homes.cases.save(case, emits=(), because_of=news())
    rows = [Proposed(case_id, "Phòng Nghiệp vụ", "214 việc")]
    decision_id = await desk.do.decision.prepare("BTP", None, rows, wish(OFFICER_BTP, "decision.prepare"))
    await desk.reserved(decision_id)
    with pytest.raises(RoleSeparationError):
        await desk.do.decision.sign(decision_id, wish(person("TD-02", (Role.GRANTOR, "BTP")), "decision.sign"))
    await desk.do.decision.sign(decision_id, wish(MINISTER, "decision.sign"))


async def test_only_a_secretary_below_sends_up_what_has_somebody_above(desk: Desk) -> None:
    straight = await desk.admitted(full_facts())
    with pytest.raises(NotHigherError):
        await escalated(desk, straight, person("TK-01", (Role.COUNCIL_SECRETARY, "BTP")))
    case_id = await desk.admitted(flag())
    for actor in (SECRETARY, person("TK-01", (Role.COUNCIL_SECRETARY, "BTP"))):
        with pytest.raises(ForbiddenError):
            await escalated(desk, case_id, actor)
    with pytest.raises(RoleSeparationError):
        await escalated(desk, case_id, person("TT-21", (Role.COUNCIL_SECRETARY, "THADS-HP")))
    await appraised(desk, case_id, BELOW)
    with pytest.raises(ConflictError):
        await escalated(desk, case_id)


async def test_a_file_of_another_line_begins_before_its_grantor(desk: Desk) -> None:
    case_id = await desk.admitted(flag(unit_id="STP-HP", unit_path=("UB-HP", "STP-HP")))
    assert (await desk.case(case_id)).office == ("BTP",)


async def test_before_a_council_of_the_grantor_it_is_nothing_even_when_the_unit_below_has_ended(desk: Desk) -> None:
    case = await desk.case(await desk.admitted(flag()))
    ended = Lineage(frozenset({Succession("THADS-HP", "THADS-MOI", TODAY)}))
    chart = Chart(ended, {"THADS-MOI": ("BTP", "THADS-MOI")})
    assert standing(case, "THADS-MOI", chart, TODAY).office == ("THADS-MOI",)
    assert "BTP" not in standing(case, "BTP", chart, TODAY).office
