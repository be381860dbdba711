from uuid import UUID

import pytest

from services.reviews.domain.fairness import FairShare, ShownShare
from services.reviews.domain.figures import FEW
from services.reviews.domain.session import SessionState
from shared.contracts.reviews import CouncilVoteOpened
from shared.kernel.errors import ForbiddenError
from tests.reviews.counted import HP, THADS, counted, staff_of
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


async def test_opening_keeps_with_each_case_what_its_unit_gave_to_whom_and_blocks_nothing(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    await desk.homes.staff.record(UUID(int=1), staff_of(THADS), 1)
    for month in ("2026-05", "2026-08", "2026-10"):
        for _ in range(FEW):
            await desk.homes.figures.count(counted(month, THADS, groups=("individual", "leader")))
    for path in (HP, THADS[:1]):
        await desk.homes.figures.count(counted("2026-10", path))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    (vote,) = (await desk.session(session_id)).votes
    direct, specialist, small = vote.fairness
    assert direct == ShownShare(FairShare("direct", 0, 3 * FEW, 88, 140), alert=True)
    assert (specialist.alert, small.share.of_awards, small.alert) == (True, 0, False)


async def test_where_nothing_is_known_nothing_is_claimed(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    (vote,) = (await desk.session(session_id)).votes
    assert [(shown.share.ratio, shown.alert) for shown in vote.fairness] == [(None, False)] * 3
