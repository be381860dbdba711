from services.reviews.domain.case_parts import CaseState, Verdict
from shared.contracts.councils import CouncilAdjourned, CouncilConvened
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, OFFICER_BTP, full_facts, news, wish


async def test_a_ready_case_takes_its_seat_in_the_first_session_that_calls_it(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts())
    first = await desk.convened(case_id)
    case = await desk.case(case_id)
    assert (case.state, case.session_id) == (CaseState.IN_SESSION, first)
    other = desk.last(CouncilConvened).model_copy(update={"session_id": case_id})
    await desk.do.case.seat(other, news())
    assert (await desk.case(case_id)).session_id == first


async def test_a_session_that_is_known_before_the_end_of_an_earlier_one_keeps_its_place(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts())
    first = await desk.convened(case_id)
    later = desk.last(CouncilConvened).model_copy(update={"session_id": case_id})
    await desk.do.case.seat(later, news())
    await desk.do.session.adjourn(first, wish(CHAIR, "session.adjourn"))
    await desk.do.case.unseat(desk.last(CouncilAdjourned), news())
    case = await desk.case(case_id)
    assert (case.state, case.session_id) == (CaseState.IN_SESSION, later.session_id)


async def test_a_call_heard_before_the_case_was_ready_seats_it_not_when_it_comes_again(desk: Desk) -> None:
    await desk.council()
    await desk.convened(await desk.appraised(full_facts()))
    case_id = await desk.admitted(full_facts(5))
    call, cause = desk.last(CouncilConvened).model_copy(update={"case_ids": (case_id,)}), news()
    await desk.do.case.seat(call, cause)
    await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
    await desk.do.case.seat(call, cause)
    case = await desk.case(case_id)
    assert (case.state, case.session_id) == (CaseState.READY, None)
