from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from services.reviews.domain.ballot import AlreadyVotedError, Choice, ConflictOfInterestError, NotEntitledError
from shared.kernel.errors import ConflictError, ForbiddenError
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, OFFICER, full_facts, member, wish

CASE_ID: UUID = full_facts()["nomination_id"]


@pytest_asyncio.fixture
async def session_id(desk: Desk) -> UUID:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    return session_id


async def test_a_ballot_leaves_no_event_and_no_cause(desk: Desk, session_id: UUID) -> None:
    told = len(desk.memory.told)
    inbox = dict(desk.memory.sessions_kept.documents[session_id].inbox)
    await desk.do.session.cast(session_id, CASE_ID, Choice.YES, wish(member("HD-02"), "session.cast"))
    assert len(desk.memory.told) == told
    assert desk.memory.sessions_kept.documents[session_id].inbox == inbox
    vote = (await desk.session(session_id)).votes[0]
    assert (vote.participation, [ballot.choice for ballot in vote.ballots]) == (("HD-02",), [Choice.YES])


@pytest.mark.parametrize("key", ["same", None])
async def test_a_ballot_is_final_whatever_key_the_second_has(desk: Desk, session_id: UUID, key: str | None) -> None:
    for choice in (Choice.YES, Choice.NO):
        cause = wish(member("HD-02"), "session.cast", key)
        if choice is Choice.NO:
            with pytest.raises(AlreadyVotedError):
                await desk.do.session.cast(session_id, CASE_ID, choice, cause)
        else:
            await desk.do.session.cast(session_id, CASE_ID, choice, cause)
    assert [ballot.choice for ballot in (await desk.session(session_id)).votes[0].ballots] == [Choice.YES]


async def test_recused_members_and_strangers_do_not_vote(desk: Desk, session_id: UUID) -> None:
    for ref, error in (("HD-03", ConflictOfInterestError), ("HD-77", NotEntitledError)):
        with pytest.raises(error):
            await desk.do.session.cast(session_id, CASE_ID, Choice.YES, wish(member(ref), "session.cast"))
    with pytest.raises(ForbiddenError):
        await desk.do.session.cast(session_id, CASE_ID, Choice.YES, wish(OFFICER, "session.cast"))


async def test_a_ballot_in_the_last_moment_counts_and_one_at_the_end_is_refused(desk: Desk, session_id: UUID) -> None:
    closes_at = (await desk.session(session_id)).closes_at
    desk.at = closes_at - timedelta(milliseconds=1)
    await desk.do.session.cast(session_id, CASE_ID, Choice.YES, wish(member("HD-02"), "session.cast"))
    desk.at = closes_at
    with pytest.raises(ConflictError) as refused:
        await desk.do.session.cast(session_id, CASE_ID, Choice.YES, wish(member("HD-04"), "session.cast"))
    assert refused.value.reason == "VOTE_OVER"
    assert (await desk.session(session_id)).votes[0].participation == ("HD-02",)


async def test_who_voted_in_time_is_told_so_after_it(desk: Desk, session_id: UUID) -> None:
    await desk.do.session.cast(session_id, CASE_ID, Choice.YES, wish(member("HD-02"), "session.cast"))
    desk.at = (await desk.session(session_id)).closes_at
    with pytest.raises(AlreadyVotedError):
        await desk.do.session.cast(session_id, CASE_ID, Choice.YES, wish(member("HD-02"), "session.cast"))


async def test_a_vote_is_not_opened_when_its_time_is_over_and_can_be_adjourned(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    desk.at = (await desk.session(session_id)).closes_at
    with pytest.raises(ConflictError) as refused:
        await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    assert refused.value.reason == "VOTE_OVER"
    await desk.do.session.adjourn(session_id, wish(CHAIR, "session.adjourn"))


async def test_nobody_votes_before_the_vote_is_open(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    with pytest.raises(ConflictError):
        await desk.do.session.cast(session_id, CASE_ID, Choice.YES, wish(member("HD-02"), "session.cast"))
