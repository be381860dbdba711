from services.reviews.domain.case_parts import CaseState
from shared.contracts.councils import CouncilAdjourned
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, full_facts, news, wish


async def test_a_case_of_an_adjourned_session_waits_for_another(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts())
    await desk.do.session.adjourn(await desk.convened(case_id), wish(CHAIR, "session.adjourn"))
    await desk.do.case.unseat(desk.last(CouncilAdjourned), news())
    assert (await desk.case(case_id)).state is CaseState.READY
    await desk.convened(case_id)
    assert (await desk.case(case_id)).state is CaseState.IN_SESSION
