import asyncio
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from services.reviews.domain.ballot import (
    AlreadyVotedError,
    Choice,
    ConflictOfInterestError,
    MemberVotedError,
    OpenChoice,
    TakesNoPartError,
)
from shared.contracts.councils import CouncilVoteClosed
from shared.kernel.actor import Actor, Role
from shared.kernel.errors import ConflictError, DomainError, ForbiddenError
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, MEMBERS, OFFICER_BTP, SECRETARY, full_facts, member, person, wish

OPENLY: dict[str, Any] = {"form_code": "BANG_KHEN_DOT_XUAT"}
ON_PAPER: dict[str, Any] = {"form_code": "BANG_KHEN_TOAN_NGANH"}
CASE_ID: UUID = full_facts()["nomination_id"]


def secretary(ref: str) -> Actor:
    return person(ref, (Role.COUNCIL_SECRETARY, "HD-BTP"))


async def voting(desk: Desk, **changes: Any) -> UUID:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts(**changes)))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    return session_id


async def entered(desk: Desk, session_id: UUID, ref: str, choice: Choice = Choice.YES, by: Any = SECRETARY) -> None:
    cause = wish(by, "session.cast_written")
    await desk.do.session.cast_written(session_id, CASE_ID, ref, choice, cause)


@pytest_asyncio.fixture
async def session_id(desk: Desk) -> UUID:
    return await voting(desk, **ON_PAPER)


async def test_paper_leaves_no_event_and_no_cause_and_a_ballot_without_a_name(desk: Desk, session_id: UUID) -> None:
    told, inbox = len(desk.memory.told), dict(desk.memory.sessions_kept.documents[session_id].inbox)
    await entered(desk, session_id, "HD-02", Choice.NO)
    assert len(desk.memory.told) == told
    assert desk.memory.sessions_kept.documents[session_id].inbox == inbox
    (vote,) = (await desk.session(session_id)).votes
    assert (vote.participation, vote.written, vote.choices) == (("HD-02",), ("HD-02",), ())
    assert [ballot.choice for ballot in vote.ballots] == [Choice.NO]


async def test_nobody_else_enters_paper_and_not_of_whoever_has_voted_or_is_recused(
    desk: Desk, session_id: UUID
) -> None:
    for other in (CHAIR, member("HD-02")):
        with pytest.raises(ForbiddenError):
            await entered(desk, session_id, "HD-02", by=other)
    with pytest.raises(TakesNoPartError):
        await entered(desk, session_id, "HD-03")
    await entered(desk, session_id, "HD-02")
    with pytest.raises(MemberVotedError):
        await entered(desk, session_id, "HD-02", Choice.NO)


@pytest.mark.parametrize(
    "standing",
    [{"contributor_refs": ("TT-21", "TK-02")}, {"proposer_ref": "TK-02"}, {"endorser_ref": "TK-02"}],
)
async def test_who_gains_by_the_file_or_brought_it_handles_no_paper_about_it(
    desk: Desk, standing: dict[str, Any]
) -> None:
    session_id = await voting(desk, **ON_PAPER, **standing)
    with pytest.raises(RoleSeparationError):
        await entered(desk, session_id, "HD-02", by=secretary("TK-02"))
    await entered(desk, session_id, "HD-02", by=secretary("TK-03"))


async def test_nor_who_appraised_it_or_is_recused_from_its_vote(desk: Desk, session_id: UUID) -> None:
    with pytest.raises(RoleSeparationError):
        await entered(desk, session_id, "HD-02", by=secretary(OFFICER_BTP.ref))
    with pytest.raises(ConflictOfInterestError):
        await entered(desk, session_id, "HD-02", by=secretary("HD-03"))


async def test_of_a_ballot_and_a_paper_of_one_member_at_once_one_is_counted(desk: Desk) -> None:
    session_id = await voting(desk, **OPENLY)
    ballot = desk.do.session.cast(session_id, CASE_ID, Choice.YES, wish(member("HD-02"), "session.cast"))
    answers = await asyncio.gather(ballot, entered(desk, session_id, "HD-02", Choice.NO), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, AlreadyVotedError | MemberVotedError)]
    assert len(refused) == 1
    assert len((await desk.session(session_id)).votes[0].choices) == 1


async def test_no_paper_is_entered_before_the_vote_is_open_or_when_its_time_is_over(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts(**ON_PAPER)))
    with pytest.raises(ConflictError):
        await entered(desk, session_id, "HD-02")
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    desk.at = (await desk.session(session_id)).closes_at
    with pytest.raises(DomainError) as refused:
        await entered(desk, session_id, "HD-02")
    assert refused.value.reason == "VOTE_OVER"


async def test_an_open_vote_keeps_who_chose_what_and_tells_no_more_than_totals(desk: Desk) -> None:
    session_id = await voting(desk, **OPENLY)
    await desk.voted(session_id, yes=MEMBERS[3:8], no=MEMBERS[:1])
    await entered(desk, session_id, "HD-02")
    await entered(desk, session_id, "HD-09", Choice.NO)
    await desk.do.session.close_voting(session_id, wish(CHAIR, "session.close_voting"))
    (vote,) = (await desk.session(session_id)).votes
    assert vote.ballots == ()
    assert vote.choices[0] == OpenChoice("HD-01", Choice.NO)
    assert [one.member_ref for one in vote.choices] == list(vote.participation)
    (result,) = desk.last(CouncilVoteClosed).results
    assert (result.yes, result.no, result.base, result.passed) == (6, 2, 8, True)
    assert not any(ref in desk.last(CouncilVoteClosed).model_dump_json() for ref in MEMBERS)
