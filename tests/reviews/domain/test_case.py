import contextlib
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.reviews.domain.agenda import record_vote, seat, unseat
from services.reviews.domain.case import FINAL, Case
from services.reviews.domain.case_parts import CaseState, FindingMissingError, PackChoice, Verdict
from services.reviews.domain.consulting import hear, wait_for
from services.reviews.domain.favourable import PackNotOfferedError, choose_pack
from services.reviews.usecases.case.facts import facts_of
from shared.kernel.errors import ConflictError
from shared.kernel.holds import HoldGround, OnHoldError
from shared.kernel.ids import id_from
from tests.reviews.facts import CALENDAR, PACKS, TODAY, appraised_case, facts, forwarded, full_facts, opened_case

SESSIONS = [id_from("session", n) for n in range(2)]
ASKED = [id_from("opinion", n) for n in range(2)]
DECISIONS = [id_from("decision", n) for n in range(2)]
RECEIVED: dict[str, Any] = {"received_on": date(2026, 9, 29), "pack_version": "2025-07-01"}


def admitted(data: dict[str, Any]) -> Case:
    return opened_case(data).admit(facts_of(forwarded(data)), TODAY)


def test_admission_takes_the_facts_that_were_forwarded() -> None:
    late = facts(occurred_to=date(2026, 10, 4))
    case = opened_case(facts()).admit(facts_of(forwarded(late)), TODAY)
    assert (case.state, case.facts.occurred_to) == (CaseState.APPRAISING, date(2026, 10, 4))
    assert [step.done_on for step in case.steps] == [TODAY, None, None, None]


@pytest.mark.parametrize(("data", "state"), [(facts(), "awaiting_decision"), (full_facts(), "ready")])
def test_an_appraised_case_waits_for_its_decider(data: dict[str, Any], state: str) -> None:
    case = appraised_case(data)
    assert case.state == state
    assert case.is_decidable is (state == "awaiting_decision")


def test_a_failing_verdict_names_a_finding_and_is_not_decidable() -> None:
    with pytest.raises(FindingMissingError):
        admitted(facts()).appraise("TD-01", Verdict.FAILS, (), TODAY)
    assert not admitted(facts()).appraise("TD-01", Verdict.FAILS, ("Thiếu số liệu",), TODAY).is_decidable


def test_a_case_is_appraised_once() -> None:
    with pytest.raises(ConflictError):
        appraised_case(facts()).appraise("TD-01", Verdict.MEETS, (), TODAY)


def test_a_held_case_goes_on_where_it_stood_and_falls_due_later() -> None:
    case = admitted(facts()).hold(HoldGround.PRESS_VERIFICATION, date(2026, 10, 8))
    with pytest.raises(OnHoldError):
        case.appraise("TD-01", Verdict.MEETS, (), TODAY)
    with pytest.raises(OnHoldError):
        case.hold(HoldGround.PRESS_VERIFICATION, TODAY)
    released = case.release(date(2026, 10, 12), CALENDAR)
    assert (released.state, released.held, released.held_days) == (CaseState.APPRAISING, None, 2)
    assert (case.decide_by, released.decide_by) == (date(2026, 10, 13), date(2026, 10, 15))
    assert released.steps[0] == case.steps[0], "what is done is done"
    with pytest.raises(ConflictError):
        released.release(TODAY, CALENDAR)


def test_a_held_case_is_not_decidable_and_takes_what_happened_elsewhere() -> None:
    held = seat(appraised_case(full_facts()), SESSIONS[0]).hold(HoldGround.COMPLAINT_VERIFICATION, TODAY)
    voted = held.after(lambda case: record_vote(case, SESSIONS[0], passed=True, on=TODAY))
    assert (voted.state, voted.is_decidable) == (CaseState.ON_HOLD, False)
    assert voted.release(TODAY, CALENDAR).state is CaseState.RECOMMENDED
    assert voted.after(lambda case: unseat(case, SESSIONS[1])) is voted
    ended = voted.after(Case.withdraw)
    assert (ended.state, ended.held) == (CaseState.WITHDRAWN, None)
    with pytest.raises(ConflictError):
        ended.hold(HoldGround.COMPLAINT_VERIFICATION, TODAY)


def test_before_it_is_admitted_its_nomination_is_held_instead() -> None:
    with pytest.raises(ConflictError):
        opened_case(facts()).hold(HoldGround.PRESS_VERIFICATION, TODAY)
    assert opened_case(facts()).admit(facts_of(forwarded(facts())), TODAY, held_days=3).held_days == 3
    held_before = replace(opened_case(facts()), held_days=2)
    assert held_before.admit(facts_of(forwarded(facts())), TODAY, held_days=3).held_days == 5


def test_a_row_that_was_freed_before_the_draft_was_known_does_not_bind_the_case() -> None:
    case = appraised_case(facts())
    assert case.unqueue(DECISIONS[0]).queue(DECISIONS[0]).decision_id is None
    assert case.unqueue(DECISIONS[0]).queue(DECISIONS[1]).decision_id == DECISIONS[1]


@given(passed=st.booleans())
def test_another_sessions_vote_changes_nothing(passed: bool) -> None:
    seated = seat(appraised_case(full_facts()), SESSIONS[0])
    assert record_vote(seated, SESSIONS[1], passed=passed, on=TODAY) is seated
    assert unseat(seated, SESSIONS[1]) is seated


@given(
    order=st.permutations([0, 0, 1, 1]),
    first_left=st.booleans(),
)
def test_a_session_that_votes_is_heard_however_its_news_cross_those_of_one_that_was_adjourned(
    order: list[int], first_left: bool
) -> None:
    """Each session's own news keep their order."""
    case = appraised_case(full_facts())
    left, voting = (SESSIONS[0], SESSIONS[1]) if first_left else (SESSIONS[1], SESSIONS[0])
    told = {
        left: [lambda case: seat(case, left), lambda case: unseat(case, left)],
        voting: [lambda case: seat(case, voting), lambda case: record_vote(case, voting, passed=True, on=TODAY)],
    }
    for turn in order:
        case = told[SESSIONS[turn]].pop(0)(case)
    assert (case.state, case.session_id) == (CaseState.RECOMMENDED, voting)


@given(order=st.permutations([0, 0, 1]))
def test_a_decision_that_names_the_case_keeps_its_place_when_an_earlier_one_comes_back(order: list[int]) -> None:
    case = appraised_case(facts())
    returned, named = DECISIONS
    told = {
        0: [lambda case: case.queue(returned), lambda case: case.unqueue(returned)],
        1: [lambda case: case.queue(named)],
    }
    for turn in order:
        case = told[turn].pop(0)(case)
    assert (case.state, case.decision_id, case.is_decidable) == (CaseState.AWAITING_DECISION, named, False)


class CaseMachine(RuleBasedStateMachine):
    """Events in any order never break a case."""

    def __init__(self) -> None:
        super().__init__()
        self.case = opened_case(full_facts(**RECEIVED))
        self.asked: set[UUID] = set()
        self.before = self.case

    def move(self, case: Case) -> None:
        self.before, self.case = self.case, case

    @rule()
    def admit(self) -> None:
        self.move(self.case.admit(facts_of(forwarded(full_facts(**RECEIVED))), TODAY))

    @rule(verdict=st.sampled_from(list(Verdict)))
    def appraise(self, verdict: Verdict) -> None:
        if self.case.state is CaseState.APPRAISING:
            self.move(self.case.appraise("TD-03", verdict, ("x",), TODAY))

    @rule(asked_id=st.sampled_from(ASKED))
    def ask(self, asked_id: UUID) -> None:
        if asked_id not in self.asked:
            self.asked.add(asked_id)
            self.move(wait_for(self.case, asked_id))

    @rule(asked_id=st.sampled_from(ASKED))
    def answer(self, asked_id: UUID) -> None:
        self.move(hear(self.case, asked_id, TODAY))

    @rule(session_id=st.sampled_from(SESSIONS))
    def seat(self, session_id: UUID) -> None:
        self.move(seat(self.case, session_id))

    @rule(session_id=st.sampled_from(SESSIONS))
    def unseat(self, session_id: UUID) -> None:
        self.move(unseat(self.case, session_id))

    @rule(session_id=st.sampled_from(SESSIONS), passed=st.booleans())
    def vote(self, session_id: UUID, passed: bool) -> None:
        self.move(record_vote(self.case, session_id, passed=passed, on=TODAY))

    @rule(decision_id=st.sampled_from(DECISIONS))
    def queue(self, decision_id: UUID) -> None:
        self.move(self.case.queue(decision_id))

    @rule(decision_id=st.sampled_from(DECISIONS))
    def unqueue(self, decision_id: UUID) -> None:
        self.move(self.case.unqueue(decision_id))

    @rule(decision_id=st.sampled_from(DECISIONS))
    def finish(self, decision_id: UUID) -> None:
        self.move(self.case.finish(decision_id, TODAY))

    @rule(reason=st.text(min_size=1))
    def choose_pack(self, reason: str) -> None:
        choice = PackChoice("TD-03", TODAY, reason, self.case.facts.pack)
        with contextlib.suppress(ConflictError, PackNotOfferedError):
            self.move(choose_pack(self.case, PACKS, "2026-10-01", choice))

    @rule()
    def withdraw(self) -> None:
        self.move(self.case.withdraw())

    @invariant()
    def an_end_is_final(self) -> None:
        assert self.before.state not in FINAL or self.case is self.before

    @invariant()
    def the_pack_is_that_of_the_receipt_unless_a_person_chose_another(self) -> None:
        chosen = self.case.pack_choice
        assert self.case.facts.pack_version == (RECEIVED["pack_version"] if chosen is None else "2026-10-01")
        assert self.case.facts.pack == self.before.facts.pack or self.before.pack_choice is None

    @invariant()
    def a_case_is_consulted_as_long_as_it_waits_for_somebody(self) -> None:
        assert (self.case.state is CaseState.CONSULTING) <= bool(self.case.awaits)
        assert not self.case.awaits or self.case.state not in {CaseState.READY, CaseState.GRANTED}

    @invariant()
    def what_is_done_stays_done(self) -> None:
        done = {step.name: step for step in self.before.steps if step.done_on is not None}
        assert all(step == done[step.name] for step in self.case.steps if step.name in done)

    @invariant()
    def nothing_is_granted_without_the_councils_vote(self) -> None:
        assert self.case.state is not CaseState.GRANTED or self.case.recommended

    @invariant()
    def a_case_is_in_session_as_long_as_one_has_it_on_its_agenda(self) -> None:
        if self.case.state in {CaseState.READY, CaseState.IN_SESSION}:
            assert (self.case.state is CaseState.IN_SESSION) is (self.case.session_id is not None)

    @invariant()
    def only_a_case_before_its_signature_waits_for_one(self) -> None:
        bound = {CaseState.AWAITING_DECISION, *FINAL}
        assert self.case.decision_id is None or self.case.state in bound


TestCaseMachine = CaseMachine.TestCase
