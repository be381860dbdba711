from datetime import timedelta

from services.reviews.domain.case_parts import CaseState
from shared.contracts.councils import CouncilVoteClosed
from shared.contracts.reviews import ReviewNotRecommended, ReviewRecommended
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, MEMBERS, full_facts, news, wish


async def test_a_case_that_its_council_votes_for_is_recommended(desk: Desk) -> None:
    case_id = await desk.recommended(full_facts())
    case = await desk.case(case_id)
    assert (case.state, case.is_decidable) == (CaseState.RECOMMENDED, True)
    assert desk.last(ReviewRecommended).session_id == case.session_id


async def test_below_the_threshold_the_case_is_not_recommended_and_told_why(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts())
    session_id = await desk.convened(case_id)
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    await desk.voted(session_id, yes=MEMBERS[3:8], no=MEMBERS[:1])
    desk.at += timedelta(days=2)
    await desk.do.session.close_voting(session_id, wish(CHAIR, "session.close_voting"))
    for cause in (news("v"), news("v"), news()):
        await desk.do.case.record_vote(desk.last(CouncilVoteClosed), cause)
    assert (await desk.case(case_id)).state is CaseState.NOT_RECOMMENDED
    (event,) = desk.told(ReviewNotRecommended)
    assert (event.reasons[0].code, event.reasons[0].citation) == ("THRESHOLD_NOT_MET", "5/9 < 80 %")
