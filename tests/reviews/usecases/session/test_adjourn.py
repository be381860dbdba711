from services.reviews.domain.session import SessionState
from shared.contracts.councils import CouncilAdjourned
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, full_facts, wish


async def test_the_chair_adjourns_before_the_vote(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts())
    session_id = await desk.convened(case_id)
    await desk.do.session.adjourn(session_id, wish(CHAIR, "session.adjourn"))
    assert (await desk.session(session_id)).state is SessionState.ADJOURNED
    assert desk.last(CouncilAdjourned).case_ids == (case_id,)
