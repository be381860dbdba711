import pytest

from services.reviews.domain.session import SessionState
from shared.contracts.reviews import CouncilVoteOpened
from shared.kernel.errors import ForbiddenError
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, SECRETARY, full_facts, wish


async def test_the_chair_opens_the_vote_and_nobody_else(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    with pytest.raises(ForbiddenError):
        await desk.do.session.open_voting(session_id, wish(SECRETARY, "session.open_voting"))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    assert (await desk.session(session_id)).state is SessionState.VOTING_OPEN
    assert [each.member_ref for each in desk.last(CouncilVoteOpened).recused] == ["HD-03"]
