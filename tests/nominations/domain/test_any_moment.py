"""Whoever tries what and when: a file goes the ways of the design, keeps its rules, and its days only move on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.nominations.domain.eligibility import FAIL, PASS, UNKNOWN, Decided, Reason, Verdict, questions
from services.nominations.domain.holding import follow_deed, follow_hold, follow_release, release
from services.nominations.domain.likeness import Candidate, Why
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.waiting import STEP_OF_STATE, resumed
from shared.kernel.errors import DomainError
from shared.kernel.holds import HoldGround
from shared.kernel.rulepack import PackQuote, StepClock
from shared.kernel.steps import Step
from shared.runtime.law.loading import load_calendar
from tests.nominations.files import DEED, drafted

CALENDAR = load_calendar()
OLDER, NEWER = PackQuote("FIX-2026", "2025-07-01", "a" * 64), PackQuote("FIX-2026", "2026-10-01", "b" * 64)
REFS = st.sampled_from(["CB-0412", "PGD-HP-02", "GD-HP-01"])
VERDICTS = st.sampled_from([PASS, PASS, PASS, FAIL, UNKNOWN])
RARELY = ["", "", "", "", "", "", "Nhầm người"]
"""What ends a file is not tried at every turn."""

TWIN = Candidate("KT-2026-0002", UUID(int=2), Why.SAME_DEED, 100)
CANDIDATES = st.sampled_from([(), (), (TWIN,)])

NEXT = {
    "draft": {"submitted", "withdrawn"},
    "submitted": {"screening", "merged", "on_hold", "withdrawn"},
    "screening": {"needs_review", "accepted", "returned", "ineligible", "merged", "on_hold", "withdrawn"},
    "needs_review": {"accepted", "returned", "ineligible", "merged", "on_hold", "withdrawn"},
    "accepted": {"returned", "merged", "on_hold", "in_review", "withdrawn"},
    "returned": {"submitted", "on_hold", "withdrawn"},
    "on_hold": {"submitted", "screening", "needs_review", "accepted", "returned"},
    "in_review": {"granted", "not_granted", "withdrawn"},
}
"""The transitions of the design, 6.2: from each state those that may follow; a returned file is held with its case."""


class AnyMoment(RuleBasedStateMachine):
    """One file, and all that may be tried with it on days that go on."""

    def __init__(self) -> None:
        super().__init__()
        self.today = date(2026, 9, 28)
        self.file = self.before = drafted()

    @property
    def at(self) -> datetime:
        return datetime.combine(self.today, time(2), UTC)

    def tried(self, act: Callable[[Nomination], Nomination]) -> None:
        """A refusal leaves the file as it is."""
        try:
            self.file = act(self.file)
        except DomainError:
            return

    @rule(days=st.integers(1, 12))
    def days_go_by(self, days: int) -> None:
        self.today += timedelta(days=days)

    @initialize(is_submitted=st.booleans())
    def it_is_drafted(self, *, is_submitted: bool) -> None:
        if is_submitted:
            self.a_head_submits("GD-HP-01")

    @precondition(lambda self: self.file.state in {"draft", "submitted"})
    @rule(endorser=REFS)
    def a_head_submits(self, endorser: str) -> None:
        pack = OLDER if self.today < date(2026, 10, 1) else NEWER
        step = Step("screen", CALENDAR.add(self.today, 1), CALENDAR.add(self.today, 5))
        self.tried(lambda file: file.submit(endorser_ref=endorser, at=self.at, on=self.today, pack=pack, screen=step))

    @precondition(lambda self: self.file.state in {"submitted", "returned", "on_hold"})
    @rule(verdict=VERDICTS, candidates=CANDIDATES)
    def an_officer_screens(self, verdict: str, candidates: tuple[Candidate, ...]) -> None:
        self.tried(lambda file: file.screen(said(verdict), candidates))

    @precondition(lambda self: self.file.state in {"screening", "accepted"})
    @rule()
    def what_nobody_knows_is_flagged(self) -> None:
        self.tried(lambda file: file.flag())

    @precondition(lambda self: self.file.state in {"screening", "needs_review", "returned", "on_hold"})
    @rule(verdict=VERDICTS, candidates=CANDIDATES, is_decided=st.booleans())
    def an_officer_accepts(self, verdict: str, candidates: tuple[Candidate, ...], *, is_decided: bool) -> None:
        decided = (Decided("R-RESULT", "Đã hỏi đơn vị", "TD-01", self.today),) if is_decided else ()
        self.tried(lambda file: file.accept(said(verdict), candidates, decided))

    @precondition(lambda self: self.file.state in {"screening", "needs_review", "accepted"})
    @rule(verdict=VERDICTS)
    def an_officer_rules_out(self, verdict: str) -> None:
        self.tried(lambda file: file.rule_out("R-RESULT", said(verdict)))

    @precondition(lambda self: self.file.state not in {"draft", "in_review"})
    @rule(codes=st.sampled_from([(), ("EVIDENCE_MISSING",)]))
    def an_officer_returns(self, codes: tuple[str, ...]) -> None:
        reasons, due_on = tuple(map(Reason, codes)), CALENDAR.add(self.today, 10)
        self.tried(lambda file: file.return_for_completion(reasons, on=self.today, due_on=due_on))

    @precondition(lambda self: self.file.state in {"returned", "submitted"})
    @rule(endorser=REFS)
    def a_head_resubmits(self, endorser: str) -> None:
        def resubmitted(file: Nomination) -> Nomination:
            paused = CALENDAR.between(file.returned_on or self.today, self.today)
            steps = resumed(file, self.today, StepClock(1, 5), CALENDAR)
            completed = replace(file, citation_vi="Việc rất tốt", steps=steps)
            return file.resubmit(completed, endorser_ref=endorser, at=self.at, on=self.today, paused=paused)

        self.tried(resubmitted)

    @rule(code=st.sampled_from(["", *RARELY]))
    def an_officer_merges(self, code: str) -> None:
        self.tried(lambda file: file.merge(into=None, reasons=(Reason("DUPLICATE_OPEN"),) if code else ()))

    @rule(ground=st.sampled_from(HoldGround))
    def an_officer_holds(self, ground: HoldGround) -> None:
        self.tried(lambda file: file.hold(ground, self.today))

    @rule()
    def an_officer_releases(self) -> None:
        self.tried(lambda file: release(file, self.today, CALENDAR))

    @rule(is_disputed=st.booleans())
    def its_deed_is_disputed_or_resolved(self, *, is_disputed: bool) -> None:
        self.tried(lambda file: follow_deed(file, DEED, self.today, CALENDAR, is_disputed=is_disputed))

    @rule(ground=st.sampled_from([HoldGround.COMPLAINT_VERIFICATION, None]))
    def its_case_is_held_or_goes_on(self, ground: HoldGround | None) -> None:
        if ground is None:
            self.tried(lambda file: follow_release(file, self.today, CALENDAR))
        else:
            self.tried(lambda file: follow_hold(file, ground, self.today))

    @rule(reason=st.sampled_from(["", *RARELY]))
    def a_head_withdraws(self, reason: str) -> None:
        self.tried(lambda file: file.withdraw(reason))

    @precondition(lambda self: self.file.state in {"accepted", "screening", "on_hold"})
    @rule()
    def it_is_forwarded(self) -> None:
        self.tried(lambda file: file.forward())

    @precondition(lambda self: self.file.state in {"in_review", "accepted", "withdrawn"})
    @rule(outcome=st.sampled_from(["granted", "not_granted", "withdrawn"]))
    def its_review_ends(self, outcome: str) -> None:
        self.tried(lambda file: file.follow(outcome))

    @invariant()
    def it_is_as_it_must_be(self) -> None:
        self.it_goes_the_ways_of_the_design()
        self.its_days_only_move_on()
        self.it_keeps_the_rules_and_the_day_of_its_receipt()
        self.a_state_has_what_it_needs()
        self.before = self.file

    def it_goes_the_ways_of_the_design(self) -> None:
        before, now = self.before.state, self.file.state
        assert before == now or now in NEXT.get(before, ()), f"{before} → {now}"

    def its_days_only_move_on(self) -> None:
        for before, now in zip(self.before.steps, self.file.steps, strict=False):
            assert now.due_on >= before.due_on
            assert now.legal_due_on is None or before.legal_due_on is None or now.legal_due_on >= before.legal_due_on
        assert self.file.paused_days >= self.before.paused_days
        assert self.file.held_days >= self.before.held_days

    def it_keeps_the_rules_and_the_day_of_its_receipt(self) -> None:
        if self.before.pack is not None:
            assert (self.file.pack, self.file.received_on) == (self.before.pack, self.before.received_on)

    def a_state_has_what_it_needs(self) -> None:
        file = self.file
        assert (file.state == "on_hold") == (file.held is not None)
        assert file.case_held is None or file.state not in STEP_OF_STATE
        assert file.held is not None or file.case_held_days <= file.held_days
        assert (file.state == "draft") <= (file.received_on is None)
        assert file.state not in {"returned", "ineligible", "merged"} or file.reasons
        assert file.endorser_ref != file.subject.ref
        if file.state in {"accepted", "in_review"}:
            assert all(verdict.verdict != FAIL for verdict in file.eligibility)
            assert {reason.rule_id for reason in questions(file.eligibility)} <= {one.rule_id for one in file.decided}


def said(verdict: str) -> tuple[Verdict, ...]:
    """What the rules said, one of them this."""
    code = {FAIL: "NO_MEASURABLE_RESULT", UNKNOWN: "DATA_MISSING"}.get(verdict)
    reason = None if code is None else Reason(code, "R-RESULT", "FIX-2026", params={"missing": "kết quả"})
    return (Verdict("R-EVIDENCE", PASS, "FIX-2026"), Verdict("R-RESULT", verdict, "FIX-2026", reason))


TestAnyMoment = AnyMoment.TestCase
TestAnyMoment.settings = settings(max_examples=500, stateful_step_count=60, deadline=None)
