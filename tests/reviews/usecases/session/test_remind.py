from datetime import timedelta
from uuid import UUID

import pytest

from shared.contracts.councils import CouncilDeadlineApproaching
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, MEMBERS, full_facts, wish

VOTERS = [ref for ref in MEMBERS if ref != "HD-03"]


async def called(desk: Desk, hours: int) -> UUID:
    await desk.council()
    return await desk.convened(await desk.appraised(full_facts()), hours=hours)


async def opened(desk: Desk, hours: int) -> UUID:
    session_id = await called(desk, hours)
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    return session_id


async def test_all_members_are_reminded_once_two_days_before_a_vote_closes(desk: Desk) -> None:
    session_id = await opened(desk, hours=100)
    await desk.voted(session_id, VOTERS[:3])
    desk.at += timedelta(hours=52) - timedelta(seconds=1)
    await desk.do.session.remind()
    assert not desk.told(CouncilDeadlineApproaching)
    desk.at += timedelta(seconds=1)
    for _ in range(2):
        await desk.do.session.remind()
    (said,) = desk.told(CouncilDeadlineApproaching)
    assert (said.member_refs, said.closes_at) == (MEMBERS, desk.at + timedelta(hours=48))


async def test_a_vote_that_opens_within_two_days_of_its_end_was_told_of_by_then(desk: Desk) -> None:
    await opened(desk, hours=48)
    desk.at += timedelta(hours=47)
    await desk.do.session.remind()
    assert not desk.told(CouncilDeadlineApproaching)


@pytest.mark.parametrize(("voters", "hours"), [(len(VOTERS), 60), (0, 101)])
async def test_nobody_is_reminded_when_all_have_voted_or_it_is_too_late(desk: Desk, voters: int, hours: int) -> None:
    session_id = await opened(desk, hours=100)
    await desk.voted(session_id, VOTERS[:voters])
    desk.at += timedelta(hours=hours)
    await desk.do.session.remind()
    assert not desk.told(CouncilDeadlineApproaching)


async def test_a_vote_that_is_not_open_reminds_nobody(desk: Desk) -> None:
    await called(desk, hours=100)
    desk.at += timedelta(hours=60)
    await desk.do.session.remind()
    assert not desk.told(CouncilDeadlineApproaching)
