from datetime import timedelta

import pytest

from services.reviews.domain.session import SessionState
from shared.contracts.councils import CouncilAdjourned, CouncilVoteClosed
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, MEMBERS, full_facts, wish

VOTERS = [ref for ref in MEMBERS if ref != "HD-03"]


@pytest.mark.parametrize(
    ("voters", "state", "counted", "adjourned"),
    [(6, SessionState.VOTING_CLOSED, 1, 0), (5, SessionState.ADJOURNED, 0, 1), (0, SessionState.ADJOURNED, 0, 1)],
)
async def test_a_vote_ends_once_at_its_hour_whoever_is_there(
    desk: Desk, voters: int, state: SessionState, counted: int, adjourned: int
) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    await desk.voted(session_id, VOTERS[:voters])
    desk.at += timedelta(days=1) - timedelta(seconds=1)
    await desk.do.session.end_overdue()
    assert (await desk.session(session_id)).state is SessionState.VOTING_OPEN
    desk.at += timedelta(seconds=1)
    for _ in range(2):
        await desk.do.session.end_overdue()
    assert (await desk.session(session_id)).state is state
    assert (len(desk.told(CouncilVoteClosed)), len(desk.told(CouncilAdjourned))) == (counted, adjourned)


async def test_a_session_that_was_never_opened_is_left_to_its_chair(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    desk.at += timedelta(days=9)
    await desk.do.session.end_overdue()
    assert (await desk.session(session_id)).state is SessionState.CONVENED
