import pytest

from services.reviews.domain.ballot import NoQuorumError
from services.reviews.domain.session import SessionState
from shared.contracts.councils import CouncilVoteClosed
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, MEMBERS, full_facts, wish


async def test_only_totals_and_seals_leave_the_session(desk: Desk) -> None:
    await desk.recommended(full_facts())
    event = desk.last(CouncilVoteClosed)
    (result,) = event.results
    assert (result.yes, result.no, result.base, result.present, result.entitled) == (8, 0, 9, 8, 8)
    assert (result.threshold, result.passed) == ("80", True)
    vote = (await desk.session(event.session_id)).votes[0]
    assert vote.outcome is not None
    assert result.tally_hash == vote.outcome.tally_hash
    assert not any(member in event.model_dump_json() for member in MEMBERS)
    assert not any(ballot.id in event.model_dump_json() for ballot in vote.ballots)


async def test_a_vote_without_quorum_stays_open(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    await desk.voted(session_id, yes=MEMBERS[3:6])
    with pytest.raises(NoQuorumError) as refused:
        await desk.do.session.close_voting(session_id, wish(CHAIR, "session.close_voting"))
    assert (refused.value.params["present"], refused.value.params["needed"]) == (3, 6)
    assert (await desk.session(session_id)).state is SessionState.VOTING_OPEN
