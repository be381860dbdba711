from datetime import timedelta
from uuid import UUID

import pytest

from services.reviews.domain.ballot import Choice
from services.reviews.domain.case_parts import CaseEndedError, CaseState, Lack, Verdict
from services.reviews.domain.session import CasesNotReadyError, SessionState
from shared.contracts.councils import CouncilAdjourned, CouncilCaseStruck, CouncilConvened, CouncilVoteClosed
from shared.contracts.reviews import ReviewClosed, ReviewReturned
from shared.kernel.actor import Role
from tests.reviews.desk import Desk
from tests.reviews.facts import (
    CHAIR,
    MEMBERS,
    OFFICER_BTP,
    SECRETARY,
    forwarded,
    full_facts,
    member,
    news,
    person,
    wish,
)

HEAD = person("CT-HP-THA", (Role.UNIT_HEAD, "THADS-HP"))
VOTERS = [ref for ref in MEMBERS if ref != "HD-03"]


async def appraised(desk: Desk) -> tuple[UUID, UUID]:
    await desk.council()
    return await desk.appraised(full_facts()), await desk.appraised(full_facts(5))


async def withdraw(desk: Desk, case_id: UUID) -> None:
    await desk.do.case.withdraw(case_id, "Nhầm", wish(HEAD, "case.withdraw"))


async def test_the_vote_goes_on_without_it_and_what_was_cast_stays_uncounted(desk: Desk) -> None:
    stays, leaves = await appraised(desk)
    session_id = await desk.convened(stays, leaves)
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    await desk.do.session.cast(session_id, leaves, Choice.NO, wish(member("HD-02"), "session.cast"))
    await withdraw(desk, leaves)
    closed, cause = desk.last(ReviewClosed), news()
    for _ in range(2):
        await desk.do.session.strike(closed, cause)
    session = await desk.session(session_id)
    assert [vote.case_id for vote in session.votes] == [stays]
    assert [(vote.case_id, len(vote.ballots)) for vote in session.struck] == [(leaves, 1)]
    (told,) = desk.told(CouncilCaseStruck)
    assert (told.case_ids, told.struck_ids) == ((stays,), (leaves,))
    with pytest.raises(CaseEndedError):
        await desk.do.session.cast(session_id, leaves, Choice.YES, wish(member("HD-04"), "session.cast"))
    await desk.voted(session_id, VOTERS)
    await desk.do.session.close_voting(session_id, wish(CHAIR, "session.close_voting"))
    assert [result.case_id for result in desk.last(CouncilVoteClosed).results] == [str(stays)]


async def test_a_session_about_nothing_else_ends(desk: Desk) -> None:
    leaves, _ = await appraised(desk)
    session_id = await desk.convened(leaves)
    await withdraw(desk, leaves)
    await desk.do.session.strike(desk.last(ReviewClosed), news())
    assert (await desk.session(session_id)).state is SessionState.ADJOURNED
    assert desk.last(CouncilAdjourned).session_id == session_id


async def test_a_session_that_was_convened_in_the_same_moment_looks_at_its_cases(desk: Desk) -> None:
    stays, leaves = await appraised(desk)
    session_id = await desk.convened(stays, leaves)
    convened = desk.last(CouncilConvened)
    await desk.do.session.strike(convened, news())
    assert not desk.told(CouncilCaseStruck)
    await withdraw(desk, leaves)
    await desk.do.session.strike(convened, news())
    assert [vote.case_id for vote in (await desk.session(session_id)).votes] == [stays]


async def convened_and_given_back(desk: Desk) -> tuple[UUID, UUID, UUID]:
    """An officer gives a case back before it has heard that it was called."""
    stays, leaves = await appraised(desk)
    closes_at = desk.at + timedelta(days=1)
    asked = wish(SECRETARY, "session.convene")
    session_id = await desk.do.session.convene("HD-BTP", [stays, leaves], closes_at, asked)
    lacks, back = (Lack("DATA_MISSING", ("Xác nhận của xã",)),), wish(OFFICER_BTP, "case.return_for_completion")
    await desk.do.case.return_for_completion(leaves, lacks, back)
    return stays, leaves, session_id


@pytest.mark.parametrize("news_of", [CouncilConvened, ReviewReturned])
async def test_of_a_case_that_was_given_back_no_vote_opens_and_the_others_go_on(
    desk: Desk, news_of: type[CouncilConvened | ReviewReturned]
) -> None:
    stays, leaves, session_id = await convened_and_given_back(desk)
    await desk.do.case.seat(desk.last(CouncilConvened), news())
    with pytest.raises(CasesNotReadyError):
        await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    await desk.do.session.strike(desk.last(news_of), news())
    assert desk.last(CouncilCaseStruck).struck_ids == (leaves,)
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    await desk.voted(session_id, VOTERS)
    await desk.do.session.close_voting(session_id, wish(CHAIR, "session.close_voting"))
    assert [result.case_id for result in desk.last(CouncilVoteClosed).results] == [str(stays)]


async def test_one_that_is_ready_again_before_it_hears_of_that_session_waits_for_another(desk: Desk) -> None:
    _, leaves, _ = await convened_and_given_back(desk)
    convened = desk.last(CouncilConvened)
    await desk.do.session.strike(convened, news())
    await desk.do.case.admit(forwarded(full_facts(5)), news())
    await desk.do.case.appraise(leaves, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
    await desk.do.case.seat(convened, news())
    assert (await desk.case(leaves)).state is CaseState.IN_SESSION
    await desk.do.case.unseat(desk.last(CouncilCaseStruck), news())
    assert (await desk.case(leaves)).state is CaseState.READY
    await desk.do.session.strike(desk.last(ReviewReturned), news())
    assert len(desk.told(CouncilCaseStruck)) == 1
