"""People act at any moment, events come late, in any order and again: reviews never says what cannot be.

Whatever happens: no state follows that the design does not know, no day of a clock moves back, no ballot counts twice,
a tally is what its ballots say, a deed has one live award, and a file keeps the rules that it was received under.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from services.reviews.domain.ballot import Choice
from services.reviews.domain.case_parts import Verdict
from services.reviews.domain.complaint import ComplaintKind, Request
from services.reviews.domain.finding import About
from services.reviews.usecases.award.correct import Corrected
from services.reviews.usecases.complaint.lodge import Grievance
from services.reviews.usecases.decision.prepare import Proposed
from shared.contracts.nominations import NominationWithdrawn
from shared.kernel.errors import DomainError, TakenError
from shared.kernel.holds import HoldGround
from shared.kernel.revocation import RevocationGround
from tests.reviews.facts import (
    CHAIR,
    DIRECTOR,
    MEMBERS,
    MINISTER,
    OFFICER,
    OFFICER_BTP,
    SECRETARY,
    forwarded,
    member,
    submitted,
    wish,
)
from tests.reviews.offices import DATA, FILES, GRANTOR_OF, HEADS, OFFICERS, SECRETARY_BELOW, SOMEBODY, SUPERVISION
from tests.reviews.order import Order
from tests.reviews.promises import Promises

T = TypeVar("T")
Act = Callable[[UUID], Coroutine[Any, Any, Any]]

CASES = st.sampled_from([data["nomination_id"] for data in FILES])
NUMBERS = st.integers(0, 30)


class AnyOrder(Promises):
    """The whole of reviews, on ports in memory that pass the suite of those on MongoDB."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.order = Order(self.desk)

    def teardown(self) -> None:
        self.everything_arrives()
        self.nothing_is_left_undone()
        self.loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def tried(self, work: Coroutine[Any, Any, Any]) -> None:
        """A person tries something; a refusal is an answer."""

        async def answered() -> None:
            try:
                await work
            except (DomainError, TakenError):
                return

        self.run(answered())
        self.states_follow_as_the_design_says()

    @initialize(withdrawn=st.none() | CASES, is_late=st.booleans())
    def files_are_submitted(self, withdrawn: UUID | None, is_late: bool) -> None:
        """Some stories begin when all files are appraised."""
        self.run(self.desk.council())
        for case_id, data in DATA.items():
            self.order.tell(submitted(data))
            self.order.tell(NominationWithdrawn(**data) if case_id == withdrawn else forwarded(data))
        if is_late:
            self.everything_arrives()
            self.officers_appraise(Verdict.MEETS)

    @precondition(lambda self: self.order.waiting())
    @rule(which=NUMBERS)
    def an_event_arrives(self, which: int) -> None:
        waiting = self.order.waiting()
        self.run(self.order.hand_on(waiting[which % len(waiting)]))

    @rule(which=NUMBERS, back=NUMBERS)
    def an_event_arrives_again(self, which: int, back: int) -> None:
        lanes = self.order.lanes()
        self.run(self.order.repeat(lanes[which % len(lanes)], back))

    @precondition(lambda self: self.order.waiting())
    @rule()
    def everything_arrives(self) -> None:
        while waiting := self.order.waiting():
            self.run(self.order.hand_on(waiting[0]))
            self.states_follow_as_the_design_says()

    @rule(hours=st.integers(1, 60))
    def time_goes_on(self, hours: int) -> None:
        self.desk.at += timedelta(hours=hours)

    @precondition(lambda self: self.cases("appraising"))
    @rule(verdict=st.sampled_from([Verdict.MEETS, Verdict.MEETS, Verdict.FAILS]))
    def officers_appraise(self, verdict: Verdict) -> None:
        for case_id in self.cases("appraising"):
            cause = wish(self.officer_of(case_id), "case.appraise")
            self.tried(self.desk.do.case.appraise(case_id, verdict, ("Vì",), cause))

    @rule(case_id=CASES, ground=st.sampled_from(HoldGround))
    def an_officer_holds(self, case_id: UUID, ground: HoldGround) -> None:
        self.tried(self.desk.do.case.hold(case_id, ground, wish(self.officer_of(case_id), "case.hold")))

    @precondition(lambda self: self.cases("on_hold"))
    @rule()
    def officers_release(self) -> None:
        for case_id in self.cases("on_hold"):
            cause = wish(self.officer_of(case_id), "case.release")
            self.tried(self.desk.do.case.release(case_id, cause))

    @rule(case_id=CASES)
    def a_secretary_sends_a_case_up_and_it_is_taken_over(self, case_id: UUID) -> None:
        acts = self.desk.do.case
        self.tried(acts.escalate(case_id, wish(SECRETARY_BELOW, "case.escalate")))
        self.tried(acts.take_over(case_id, wish(OFFICER_BTP, "case.take_over")))

    @rule(case_id=CASES)
    def a_head_takes_a_file_back(self, case_id: UUID) -> None:
        self.tried(self.desk.do.case.withdraw(case_id, "Nhầm", wish(HEADS, "case.withdraw")))

    @precondition(lambda self: self.cases("ready"))
    @rule(more=st.lists(CASES, max_size=1))
    def a_session_is_convened(self, more: list[UUID]) -> None:
        case_ids = [*(one for one in self.cases("ready") if self.office_of(one) == "BTP"), *more]
        closes_at = self.desk.at + timedelta(days=3)
        cause = wish(SECRETARY, "session.convene")
        self.tried(self.desk.do.session.convene("HD-BTP", case_ids, closes_at, cause))

    @precondition(lambda self: self.sessions())
    @rule(which=NUMBERS)
    def the_chair_opens_the_vote(self, which: int) -> None:
        self.on_one(
            self.sessions, which, lambda one: self.desk.do.session.open_voting(one, wish(CHAIR, "session.open_voting"))
        )

    @precondition(lambda self: self.sessions())
    @rule(which=NUMBERS)
    def the_chair_adjourns(self, which: int) -> None:
        self.on_one(self.sessions, which, lambda one: self.desk.do.session.adjourn(one, wish(CHAIR, "session.adjourn")))

    @precondition(lambda self: self.sessions())
    @rule(
        which=NUMBERS, refs=st.lists(st.sampled_from(MEMBERS), min_size=1, max_size=9), choice=st.sampled_from(Choice)
    )
    def members_vote(self, which: int, refs: list[str], choice: Choice) -> None:
        session = self.sessions()[which % len(self.sessions())]
        for vote in self.run(self.desk.session(session)).votes:
            for ref in refs:
                cause = wish(member(ref), "session.cast")
                self.tried(self.desk.do.session.cast(session, vote.case_id, choice, cause))

    @precondition(lambda self: self.sessions())
    @rule(which=NUMBERS, ref=st.sampled_from(MEMBERS), choice=st.sampled_from(Choice))
    def the_secretary_enters_paper(self, which: int, ref: str, choice: Choice) -> None:
        session = self.sessions()[which % len(self.sessions())]
        for vote in self.run(self.desk.session(session)).votes:
            cause = wish(SECRETARY, "session.cast_written")
            self.tried(self.desk.do.session.cast_written(session, vote.case_id, ref, choice, cause))

    @precondition(lambda self: self.sessions())
    @rule(which=NUMBERS)
    def the_secretary_makes_minutes(self, which: int) -> None:
        self.on_one(
            self.sessions, which, lambda one: self.desk.do.session.minute(one, wish(SECRETARY, "session.minute"))
        )

    @precondition(lambda self: self.sessions())
    @rule(which=NUMBERS)
    def all_vote_and_the_vote_is_counted(self, which: int) -> None:
        self.the_chair_opens_the_vote(which)
        self.members_vote(which, list(MEMBERS), Choice.YES)
        self.the_chair_counts(which)

    @precondition(lambda self: self.sessions())
    @rule(which=NUMBERS)
    def the_chair_counts(self, which: int) -> None:
        self.on_one(
            self.sessions,
            which,
            lambda one: self.desk.do.session.close_voting(one, wish(CHAIR, "session.close_voting")),
        )

    @precondition(lambda self: self.cases("recommended", "awaiting_decision"))
    @rule(which=NUMBERS, number=st.sampled_from(["1/QĐ", "2/QĐ", "3/QĐ"]), is_done=st.booleans())
    def a_decision_is_prepared(self, which: int, number: str, is_done: bool) -> None:
        """All that one grantor can decide; some grantors are quick."""
        ready = self.cases("recommended", "awaiting_decision")
        grantor = DATA[ready[which % len(ready)]]["grantor_unit_id"]
        rows = [Proposed(one, "Hạnh", "Giúp dân") for one in ready if DATA[one]["grantor_unit_id"] == grantor]
        cause = wish(self.officer_of(rows[0].case_id), "decision.prepare")
        self.tried(self.desk.do.decision.prepare(grantor, number, rows, cause))
        if is_done and self.decisions():
            self.everything_arrives()
            self.a_grantor_signs(len(self.decisions()) - 1, GRANTOR_OF[grantor])

    @rule(case_id=CASES)
    def a_decision_is_tried(self, case_id: UUID) -> None:
        grantor, rows = DATA[case_id]["grantor_unit_id"], [Proposed(case_id, "Hạnh", "Giúp dân")]
        cause = wish(self.officer_of(case_id), "decision.prepare")
        self.tried(self.desk.do.decision.prepare(grantor, "4/QĐ", rows, cause))

    @precondition(lambda self: self.decisions())
    @rule(which=NUMBERS, actor=st.sampled_from([DIRECTOR, MINISTER]))
    def a_grantor_signs(self, which: int, actor: Any) -> None:
        self.on_one(self.decisions, which, lambda one: self.desk.do.decision.sign(one, wish(actor, "decision.sign")))

    @precondition(lambda self: self.decisions())
    @rule(which=NUMBERS, actor=st.sampled_from([DIRECTOR, MINISTER]))
    def a_grantor_sends_back(self, which: int, actor: Any) -> None:
        send_back = self.desk.do.decision.send_back
        self.on_one(self.decisions, which, lambda one: send_back(one, "Sai tên", wish(actor, "decision.send_back")))

    @precondition(lambda self: self.awards())
    @rule(which=NUMBERS)
    def an_award_is_presented(self, which: int) -> None:
        self.on_one(self.awards, which, lambda one: self.desk.do.award.present(one, None, wish(HEADS, "award.present")))

    @precondition(lambda self: self.awards())
    @rule(which=NUMBERS)
    def a_bonus_is_paid(self, which: int) -> None:
        self.on_one(self.awards, which, lambda one: self.desk.do.award.pay(one, None, wish(OFFICER, "award.pay")))

    @precondition(lambda self: self.awards())
    @rule(which=NUMBERS, label=st.sampled_from(["Bà Hạnh", "Chị Hạnh"]))
    def a_name_is_corrected(self, which: int, label: str) -> None:
        words = Corrected(number="9/ĐC", reason="Sai chữ", subject_label=label)
        self.on_one(
            self.awards, which, lambda one: self.desk.do.award.correct(one, words, wish(OFFICER, "award.correct"))
        )

    @precondition(lambda self: self.awards())
    @rule(which=NUMBERS, actor=st.sampled_from([DIRECTOR, MINISTER]), ground=st.sampled_from(RevocationGround))
    def a_grantor_revokes(self, which: int, actor: Any, ground: RevocationGround) -> None:
        revoke = self.desk.do.award.revoke
        self.on_one(self.awards, which, lambda one: revoke(one, ground, "8/QĐ", "Sai", wish(actor, "award.revoke")))

    @precondition(lambda self: self.awards())
    @rule(which=NUMBERS, vnd=st.integers(0, 800_000))
    def money_comes_back(self, which: int, vnd: int) -> None:
        recover, cause = self.desk.do.award.recover, wish(OFFICER, "award.recover")
        self.on_one(self.awards, which, lambda one: recover(one, vnd, cause, object_returned=True))

    @rule(which=NUMBERS, about=st.sampled_from([About.CASE, About.AWARD]))
    def somebody_complains(self, which: int, about: About) -> None:
        ids = self.awards if about is About.AWARD else self.all_cases
        lodge, cause = self.desk.do.complaint.lodge, wish(SOMEBODY, "complaint.lodge")
        self.on_one(ids, which, lambda one: lodge(Grievance(ComplaintKind.COMPLAINT, about, one, "Sai"), cause))

    @precondition(lambda self: self.complaints())
    @rule(which=NUMBERS)
    def supervision_takes_a_complaint_up(self, which: int) -> None:
        take_up = self.desk.do.complaint.take_up
        self.on_one(self.complaints, which, lambda one: take_up(one, wish(SUPERVISION, "complaint.take_up")))

    @precondition(lambda self: self.complaints())
    @rule(which=NUMBERS, is_right=st.booleans())
    def supervision_rules_on_a_complaint(self, which: int, *, is_right: bool) -> None:
        acts = self.desk.do.complaint
        for_right, for_wrong = wish(SUPERVISION, "complaint.uphold"), wish(SUPERVISION, "complaint.reject")
        if is_right:
            self.on_one(self.complaints, which, lambda one: acts.uphold(one, Request.RE_REVIEW, "Đúng", for_right))
        else:
            self.on_one(self.complaints, which, lambda one: acts.reject(one, "Không đúng", for_wrong))

    def officer_of(self, case_id: UUID) -> Any:
        return OFFICERS[self.office_of(case_id)]

    def office_of(self, case_id: UUID) -> str:
        kept = self.desk.memory.cases.documents.get(case_id)
        return str(DATA[case_id]["grantor_unit_id"]) if kept is None else kept.thing.office[-1]

    def on_one(self, ids: Callable[[], list[UUID]], which: int, act: Act) -> None:
        if found := ids():
            self.tried(act(found[which % len(found)]))


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=60, stateful_step_count=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
