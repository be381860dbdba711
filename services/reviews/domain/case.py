"""A case: the review of one nomination, from its submission to its end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from uuid import UUID

from services.reviews.domain.case_parts import (
    ENDED_WITHOUT,
    CaseState,
    FindingMissingError,
    GivenBack,
    InDraftError,
    PackChoice,
    Passed,
    Verdict,
    Withdrawal,
)
from services.reviews.domain.facts import Facts
from services.reviews.domain.steps import decide_by, done, plan_steps, postponed
from shared.kernel.errors import ConflictError
from shared.kernel.holds import ComplaintVerifyingError, Hold, HoldGround, OnHoldError
from shared.kernel.rulepack import FormRule
from shared.kernel.separations import Standing, Standings
from shared.kernel.steps import Step
from shared.kernel.workdays import Calendar

FULL = "full"
DECIDABLE = frozenset({CaseState.RECOMMENDED, CaseState.AWAITING_DECISION})
FINAL = frozenset({CaseState.GRANTED, CaseState.REFUSED, CaseState.WITHDRAWN})
WITH_ITS_UNIT = frozenset({CaseState.OPENED, CaseState.RETURNED})
BEFORE_READY = WITH_ITS_UNIT | {CaseState.ESCALATED, CaseState.APPRAISING, CaseState.CONSULTING}
BEFORE_SESSION = BEFORE_READY | {CaseState.READY}
IN_REVIEW = frozenset(CaseState) - FINAL - WITH_ITS_UNIT - {CaseState.ON_HOLD}


@dataclass(frozen=True, slots=True)
class Case:
    """The review of one nomination; its id is the nomination's.

    Transitions that follow an event give the case itself back when the event changes nothing, because events of
    different aggregates may arrive in any order. Commands of people raise ConflictError instead.
    `level` are the units below the grantor's before which it is reviewed first, empty once it is before the grantor.
    """

    id: UUID
    version: int
    state: CaseState
    facts: Facts
    procedure: str
    steps: tuple[Step, ...]
    decide_by: date
    appraiser_ref: str | None = None
    verdict: Verdict | None = None
    findings: tuple[str, ...] = ()
    session_id: UUID | None = None
    other_session_ids: tuple[UUID, ...] = ()
    recommended: bool = False
    decision_id: UUID | None = None
    other_decision_ids: tuple[UUID, ...] = ()
    left_decision_ids: tuple[UUID, ...] = ()
    held: Hold | None = None
    held_days: int = 0
    pack_choice: PackChoice | None = None
    complaints: tuple[UUID, ...] = ()
    held_for_complaints: bool = False
    awaits: tuple[UUID, ...] = ()
    refused_because: str = ""
    given_back: GivenBack | None = None
    file_paused_days: int = 0
    file_held_days: int = 0
    withdrawal: Withdrawal | None = None
    level: tuple[str, ...] = ()
    passed: tuple[Passed, ...] = ()

    @classmethod
    def open(cls, case_id: UUID, facts: Facts, form: FormRule, calendar: Calendar) -> Self:
        """The case of a submitted nomination, its steps planned from the day of receipt."""
        steps = plan_steps(facts.received_on, form.clock, calendar)
        return cls(
            id=case_id,
            version=0,
            state=CaseState.OPENED,
            facts=facts,
            procedure=form.procedure,
            steps=steps,
            decide_by=decide_by(steps, facts.received_on),
            level=facts.level(form.reviewed_first_by),
        )

    @property
    def office(self) -> tuple[str, ...]:
        """Where roles for its review are held: below, until it is sent up, then at the grantor's."""
        return self.level or self.facts.grantor_path

    @property
    def standings(self) -> Standings:
        """Who is what in this file."""
        return {**self.facts.standings, Standing.APPRAISER: self.appraiser_refs}

    @property
    def appraiser_refs(self) -> tuple[str, ...]:
        """Everybody who appraised it, at whichever level."""
        return tuple(ref for ref in (*(one.appraiser_ref for one in self.passed), self.appraiser_ref) if ref)

    @property
    def began_on(self) -> date:
        """The day from which its clock runs: that of the receipt, or that on which it was sent up."""
        return self.passed[-1].on if self.passed else self.facts.received_on

    @property
    def stands(self) -> CaseState:
        """Where it stands; of a case that is held, where it will stand again."""
        return self.state if self.held is None else CaseState(self.held.before)

    @property
    def is_off_agenda(self) -> bool:
        """Whether no session can vote on it: it ended, or it was given back and is not ready yet again."""
        return self.state in FINAL or self.stands in BEFORE_READY

    @property
    def after_consulting(self) -> CaseState:
        """Where it stands once it is appraised and nothing is awaited any more."""
        return CaseState.READY if self.procedure == FULL else CaseState.AWAITING_DECISION

    @property
    def is_decidable(self) -> bool:
        """Whether a decision may name it: the council recommends it, or a simple case was appraised as meeting.

        Its subject must still be among those who did the deed.
        """
        free = self.state in DECIDABLE and self.decision_id is None and self.facts.has_part
        return free and not self.level and not self.is_leaving and (self.recommended or self.verdict is Verdict.MEETS)

    @property
    def is_leaving(self) -> bool:
        """Whether nothing is commended by it any more: it ended without an award, or its unit takes it back."""
        return self.state in ENDED_WITHOUT or (self.withdrawal is not None and self.state is not CaseState.GRANTED)

    def admit(self, facts: Facts, on: date, held_days: int = 0, paused_days: int = 0) -> Self:
        """The accepted file may be appraised, by the facts that were forwarded; held and paused days are in all."""
        if self.state not in WITH_ITS_UNIT:
            return self
        return replace(
            self,
            state=CaseState.APPRAISING,
            facts=replace(facts.under(self.facts.pack), kin_refs=self.facts.kin_refs),
            steps=done(self.steps, "screen", on),
            held_days=self.held_days + held_days - self.file_held_days,
            file_held_days=held_days,
            file_paused_days=paused_days,
        )

    def postpone(self, working_days: int, calendar: Calendar) -> Self:
        """The clock stood still for so many working days, while the file lay with its unit to be completed."""
        steps = postponed(self.steps, working_days, calendar)
        return replace(self, steps=steps, decide_by=decide_by(steps, self.began_on))

    def appraise(
        self, appraiser_ref: str, verdict: Verdict, findings: tuple[str, ...], on: date, asks: tuple[UUID, ...] = ()
    ) -> Self:
        """An officer says whether the file meets the standard; then the opinions that are asked for are awaited.

        Raises: OnHoldError, ConflictError, FindingMissingError.
        """
        self.require(CaseState.APPRAISING)
        if verdict is Verdict.FAILS and not findings:
            raise FindingMissingError(field="findings")
        awaits = (*self.awaits, *asks)
        return replace(
            self,
            state=CaseState.CONSULTING if awaits else self.after_consulting,
            awaits=awaits,
            appraiser_ref=appraiser_ref,
            verdict=verdict,
            findings=findings,
            steps=done(self.steps, "appraise", on),
        )

    def hold(self, ground: HoldGround, on: date) -> Self:
        """It stands still until something is verified; before it is admitted, its nomination is held instead.

        Raises: OnHoldError, ConflictError.
        """
        self.require(*IN_REVIEW)
        return replace(self, state=CaseState.ON_HOLD, held=Hold(ground, on, self.state.value))

    def release(self, on: date, calendar: Calendar) -> Self:
        """It goes on where it stands by now; what is not done falls due later by the working days of the hold.

        Raises: ConflictError, ComplaintVerifyingError, StillDisputedError, NoCalendarError.
        """
        if self.held is None:
            raise ConflictError("STATE_CHANGED", state=self.state.value)
        if self.complaints:
            raise ComplaintVerifyingError(number=self.facts.number)
        self.held.require_ended()
        return self.go_on(self.held, on, calendar)

    def go_on(self, held: Hold, on: date, calendar: Calendar) -> Self:
        """The hold is over. Raises: NoCalendarError."""
        days = calendar.between(held.since, on)
        free = self._free().postpone(days, calendar)
        return replace(free, held_days=self.held_days + days, held_for_complaints=False)

    def examine(self, complaint_id: UUID, ground: HoldGround, on: date) -> Self:
        """A complaint about it is being verified: in whichever step it stands still, unless it does so already."""
        if self.state in FINAL or complaint_id in self.complaints:
            return self
        noted = replace(self, complaints=(*self.complaints, complaint_id))
        if self.held is not None:
            return noted
        held = Hold(ground, on, self.state.value)
        return replace(noted, state=CaseState.ON_HOLD, held=held, held_for_complaints=True)

    def clear(self, complaint_id: UUID, on: date, calendar: Calendar) -> Self:
        """The complaint was resolved: it goes on, unless another is being verified or people had held it before.

        Raises: NoCalendarError.
        """
        if complaint_id not in self.complaints:
            return self
        cleared = replace(self, complaints=tuple(one for one in self.complaints if one != complaint_id))
        goes_on = cleared.held is not None and cleared.held_for_complaints and not cleared.complaints
        return cleared.release(on, calendar) if goes_on else cleared

    def after(self, move: Callable[[Self], Self]) -> Self:
        """What news makes of it. A hold stops people, not what happened before or elsewhere: it returns to that."""
        if self.held is None:
            return move(self)
        free = self._free()
        moved = move(free)
        if moved is free:
            return self
        if moved.state in FINAL:
            return moved
        return replace(moved, state=CaseState.ON_HOLD, held=replace(self.held, before=moved.state.value))

    def require(self, *states: CaseState) -> None:
        """Let a person act in these states only. Raises: OnHoldError, ConflictError."""
        if self.state in states:
            return
        if self.state is CaseState.ON_HOLD:
            raise OnHoldError(number=self.facts.number)
        raise ConflictError("STATE_CHANGED", state=self.state.value)

    def _free(self) -> Self:
        return self if self.held is None else replace(self, state=CaseState(self.held.before), held=None)

    def queue(self, decision_id: UUID) -> Self:
        """A drafted decision names it; it waits for the grantor.

        A decision can name it before the return of an earlier one is known; it keeps its place until then.
        """
        if self.state not in DECIDABLE or decision_id in {*self.decisions, *self.left_decision_ids}:
            return self
        return self._named_by(*self.decisions, decision_id)

    def unqueue(self, decision_id: UUID) -> Self:
        """The decision came back unsigned, or could not commend this subject: another may name it.

        That can be known before the draft is; then the draft no longer counts when it comes.
        """
        if self.state not in DECIDABLE or decision_id in self.left_decision_ids:
            return self
        freed = self._named_by(*(one for one in self.decisions if one != decision_id))
        return replace(freed, left_decision_ids=(*self.left_decision_ids, decision_id))

    @property
    def decisions(self) -> tuple[UUID, ...]:
        """The decisions that name it and may still be signed, as they did."""
        return () if self.decision_id is None else (self.decision_id, *self.other_decision_ids)

    def _named_by(self, *decisions: UUID) -> Self:
        free = CaseState.RECOMMENDED if self.recommended else CaseState.AWAITING_DECISION
        state = CaseState.AWAITING_DECISION if decisions else free
        return replace(self, state=state, decision_id=next(iter(decisions), None), other_decision_ids=decisions[1:])

    def finish(self, decision_id: UUID, on: date) -> Self:
        """The award was granted by this decision, which may be known before the draft was."""
        if self.state not in DECIDABLE:
            return self
        return replace(self._named_by(decision_id), state=CaseState.GRANTED, steps=done(self.steps, "decide", on))

    def refuse(self, because: str) -> Self:
        """The grantor does not commend; a draft that names it is sent back first.

        Raises: OnHoldError, ConflictError, InDraftError.
        """
        self.require(CaseState.NOT_RECOMMENDED, CaseState.AWAITING_DECISION)
        if self.decisions:
            raise InDraftError(number=self.facts.number)
        return replace(self, state=CaseState.REFUSED, refused_because=because)

    def withdraw(self) -> Self:
        """The nomination ended elsewhere, so its review ends."""
        return self if self.state in FINAL else replace(self, state=CaseState.WITHDRAWN)
