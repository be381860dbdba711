from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.reviews.domain.ballot import AlreadyVotedError, Choice, NoQuorumError
from services.reviews.domain.case import Case
from services.reviews.domain.council import Council
from services.reviews.domain.session import (
    CasesNotReadyError,
    ClosesInPastError,
    ClosesTooLateError,
    Session,
    SessionState,
    VoteNotOverError,
    VoteOverError,
)
from shared.kernel.errors import ConflictError, ForbiddenError
from shared.kernel.ids import id_from
from shared.kernel.voting import VoteRule
from tests.reviews.facts import COUNCIL, NOW, PACKS, appraised_case, facts, full_facts, opened_case

CLOSES = NOW + timedelta(days=1)


def rule_of(case: Case) -> VoteRule | None:
    return PACKS.version("FIX-2026", "2026-10-01").form(case.facts.form_code).vote


def convened(*cases: Case, council: Council = COUNCIL, **changes: Any) -> Session:
    asked: dict[str, Any] = {"number": "HD-BTP-2026-01", "closes_at": CLOSES, "now": NOW} | changes
    return Session.convene(id_from("session", 1), council, [(case, rule_of(case)) for case in cases], **asked)


def voted(session: Session, yes: int, no: int = 0) -> Session:
    for n, member in enumerate(session.votes[0].entitled[: yes + no]):
        choice = Choice.YES if n < yes else Choice.NO
        votes = tuple(vote.take(vote.cast_of(member, choice, f"{n:032x}")) for vote in session.votes)
        session = replace(session, votes=votes)
    return session


READY = appraised_case(full_facts())


def test_a_session_computes_who_may_not_vote() -> None:
    session = convened(READY)
    assert [(r.member_ref, r.ground) for r in session.votes[0].recused] == [("HD-03", "heads_unit")]
    assert not session.warns_of_few_voters


@pytest.mark.parametrize("case", [opened_case(full_facts()), appraised_case(facts()), READY.withdraw()])
def test_only_ready_cases_of_the_councils_unit_are_taken_up(case: Case) -> None:
    with pytest.raises(CasesNotReadyError):
        convened(READY, case)


def test_a_council_takes_no_case_of_another_grantor() -> None:
    other = Council.record("HD-X", "UB-HP", "A", ("A", "B"), {})
    with pytest.raises(CasesNotReadyError):
        convened(READY, council=other)
    with pytest.raises(CasesNotReadyError):
        convened()


def test_a_vote_must_close_later_than_now() -> None:
    with pytest.raises(ClosesInPastError):
        convened(READY, closes_at=NOW)


@pytest.mark.parametrize("days", [91, 36 * 365, 2_900_000])
def test_a_vote_must_close_within_ninety_days(days: int) -> None:
    with pytest.raises(ClosesTooLateError):
        convened(READY, closes_at=NOW + timedelta(days=days))
    assert convened(READY, closes_at=NOW + timedelta(days=90)).closes_at == NOW + timedelta(days=90)


def test_too_many_conflicts_leave_no_quorum() -> None:
    related = dict.fromkeys(COUNCIL.member_refs[:4], "THADS-HP")
    with pytest.raises(NoQuorumError):
        convened(READY, council=replace(COUNCIL, related=related)).open_voting(NOW, {})


def test_few_voters_are_warned_of() -> None:
    small = Council.record("HD-S", "BTP", "A", ("A", "B", "C", "D"), {})
    session = convened(READY, council=small)
    assert session.warns_of_few_voters
    openly = replace(session.votes[0], rule=replace(session.votes[0].rule, secret=False))
    assert not replace(session, votes=(openly,)).warns_of_few_voters


@pytest.mark.parametrize(("in_the_system", "warns"), [(0, True), (4, True), (5, False)])
def test_whoever_entered_paper_could_guess_the_few_ballots_beside_it(in_the_system: int, warns: bool) -> None:
    session = voted(convened(READY), in_the_system)
    (vote,) = session.votes
    paper = vote.cast_of(vote.entitled[-1], Choice.YES, "f" * 32, is_written=True)
    assert not session.warns_of_few_voters
    assert replace(session, votes=(vote.take(paper),)).warns_of_few_voters is warns
    on_paper = replace(vote.take(paper), rule=replace(vote.rule, electronic=False))
    assert not replace(session, votes=(on_paper,)).warns_of_few_voters


def test_ballots_are_taken_while_the_vote_is_open() -> None:
    session = convened(READY)
    with pytest.raises(ConflictError):
        session.check_may_cast(READY.id, "HD-01", NOW)
    session.open_voting(NOW, {}).check_may_cast(READY.id, "HD-01", NOW)
    with pytest.raises(ForbiddenError):
        session.open_voting(NOW, {}).check_may_cast(id_from("nomination", "other"), "HD-01", NOW)
    closed = voted(session.open_voting(NOW, {}), 8).close_voting(NOW)
    with pytest.raises(AlreadyVotedError):
        closed.check_may_cast(READY.id, "HD-01", NOW)


def test_no_ballot_is_taken_when_the_time_is_over() -> None:
    session = voted(convened(READY).open_voting(NOW, {}), 1)
    with pytest.raises(VoteOverError):
        session.check_may_cast(READY.id, "HD-09", CLOSES)
    with pytest.raises(AlreadyVotedError):
        session.check_may_cast(READY.id, session.votes[0].participation[0], CLOSES)
    with pytest.raises(VoteOverError):
        convened(READY).open_voting(CLOSES, {})


def test_a_vote_closes_when_all_have_voted() -> None:
    closed = voted(convened(READY).open_voting(NOW, {}), 8).close_voting(NOW)
    assert closed.state is SessionState.VOTING_CLOSED
    outcome = closed.votes[0].outcome
    assert outcome is not None
    assert (outcome.yes, outcome.base, outcome.entitled, outcome.passed) == (8, 9, 8, True)


def test_a_vote_closes_with_a_quorum_when_its_time_is_over_but_not_before() -> None:
    session = voted(convened(READY).open_voting(NOW, {}), 6)
    with pytest.raises(VoteNotOverError):
        session.close_voting(NOW)
    outcome = session.close_voting(CLOSES).votes[0].outcome
    assert outcome is not None
    assert not outcome.passed


def test_without_a_quorum_a_late_vote_is_adjourned_and_not_counted() -> None:
    session = voted(convened(READY).open_voting(NOW, {}), 5)
    with pytest.raises(NoQuorumError):
        session.close_voting(CLOSES)
    with pytest.raises(ConflictError):
        session.adjourn(NOW)
    assert session.adjourn(CLOSES).state is SessionState.ADJOURNED


def test_a_late_vote_with_a_quorum_is_not_thrown_away() -> None:
    with pytest.raises(ConflictError):
        voted(convened(READY).open_voting(NOW, {}), 6).adjourn(CLOSES)


def test_a_session_is_adjourned_before_its_vote() -> None:
    assert convened(READY).adjourn(NOW).state is SessionState.ADJOURNED
    with pytest.raises(ConflictError):
        convened(READY).adjourn(NOW).open_voting(NOW, {})
