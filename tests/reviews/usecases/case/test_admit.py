from datetime import date

from services.reviews.domain.case_parts import CaseState
from shared.contracts.reviews import ReviewAdmitted, ReviewCaseOpened
from tests.reviews.desk import Desk
from tests.reviews.facts import TODAY, facts, forwarded, news, submitted


async def test_a_forwarded_nomination_admits_its_case_with_the_facts_as_forwarded(desk: Desk) -> None:
    await desk.do.case.open(submitted(facts()), news())
    completed = facts(known_on=date(2026, 10, 4))
    await desk.do.case.admit(forwarded(completed), news())
    case = await desk.case(facts()["nomination_id"])
    assert (case.state, case.facts.known_on) == (CaseState.APPRAISING, date(2026, 10, 4))
    assert desk.last(ReviewAdmitted).steps[0].done_on == TODAY


async def test_a_case_that_was_never_opened_is_opened_and_admitted_at_once(desk: Desk) -> None:
    await desk.do.case.admit(forwarded(facts()), news())
    assert [event.type for event in desk.memory.told] == [ReviewCaseOpened.type, ReviewAdmitted.type]


async def test_a_file_forwarded_again_is_admitted_once(desk: Desk) -> None:
    await desk.admitted(facts())
    await desk.do.case.admit(forwarded(facts()), news())
    assert len(desk.told(ReviewAdmitted)) == 1


async def test_days_with_the_unit_move_the_decision_later(desk: Desk) -> None:
    await desk.do.case.open(submitted(facts()), news())
    planned = (await desk.case(facts()["nomination_id"])).decide_by
    await desk.do.case.admit(forwarded(facts(paused_days=2)), news())
    case = await desk.case(facts()["nomination_id"])
    assert (planned, case.decide_by) == (date(2026, 10, 13), date(2026, 10, 15))
