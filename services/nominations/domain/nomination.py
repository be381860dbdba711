"""Nominations: one subject, one deed, one form; the status of the file lives here until it is in review."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from services.nominations.domain.eligibility import Decided, Reason, Verdict, failures, questions
from services.nominations.domain.likeness import Candidate
from services.nominations.domain.parts import Alternative, CaseHeld, DeedSeen, Evidence, Nominee
from services.nominations.domain.refusals import (
    DataMissingError,
    DuplicateOpenError,
    ReasonMissingError,
    ReturnWindowClosedError,
    RuleNotFailedError,
    RulesNotPassedError,
    SelfEndorsementError,
)
from services.nominations.domain.states import (
    ACCEPTED,
    BEFORE_REVIEW,
    DRAFT,
    IN_REVIEW,
    INELIGIBLE,
    MERGED,
    NEEDS_REVIEW,
    RETURNED,
    SCREENING,
    SUBMITTED,
    WITHDRAWN,
)
from shared.kernel.errors import ConflictError
from shared.kernel.holds import ON_HOLD, Hold, HoldGround, OnHoldError
from shared.kernel.ids import id_from
from shared.kernel.rulepack import PackQuote
from shared.kernel.separations import Standing, Standings
from shared.kernel.steps import Step

_CHECKING = (SCREENING, NEEDS_REVIEW)
_OWN_HANDS = (DRAFT, *BEFORE_REVIEW, RETURNED)


@dataclass(frozen=True, slots=True)
class Nomination:
    """A file. `unit_path` is the subject's unit on the day of the deed; `grantor_path` the unit that would grant.

    A file for the work of a `year` has no deed, and the subject's unit on the day on which it was drafted.
    `case_held` says that its case is held, `held_with_case` that it is held for that only; `case_held_days` are those
    of its `held_days` and `paused_days` that the case counts by itself.
    """

    id: UUID
    number: str
    subject: Nominee
    unit_code: str
    unit_path: tuple[str, ...]
    nomination_type: str
    form_code: str
    grantor_unit_id: str
    grantor_path: tuple[str, ...]
    deed: DeedSeen | None
    citation_vi: str
    achievement_report: str
    evidence: tuple[Evidence, ...]
    proposer_ref: str
    drafted_at: datetime
    year: int | None = None
    movement_id: UUID | None = None
    movement_final_review_on: date | None = None
    endorser_ref: str | None = None
    submitted_at: datetime | None = None
    received_on: date | None = None
    pack_id: str | None = None
    pack_version: str | None = None
    pack_hash: str = ""
    steps: tuple[Step, ...] = ()
    eligibility: tuple[Verdict, ...] = ()
    decided: tuple[Decided, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    alike: tuple[Candidate, ...] = ()
    repeats: str | None = None
    reasons: tuple[Reason, ...] = ()
    returned_on: date | None = None
    return_due_on: date | None = None
    paused_days: int = 0
    held: Hold | None = None
    held_days: int = 0
    case_held: CaseHeld | None = None
    held_with_case: bool = False
    case_held_days: int = 0
    merged_into: UUID | None = None
    withdrawn_because: str | None = None
    rerouted_to: UUID | None = None
    rerouted_from: UUID | None = None
    decision_number: str | None = None
    state: str = DRAFT
    version: int = 0

    @property
    def claim(self) -> str:
        """One deed, one award, and one of an annual form for a year: what only one award may ever hold."""
        if self.deed is None:
            return f"{self.year}:{self.subject.ref}:{self.form_code}"
        return f"{self.deed.deed_id}:{self.subject.ref}"

    @property
    def contributor_refs(self) -> tuple[str, ...]:
        """Who did the deed; nobody but the subject stands behind a year's work."""
        return () if self.deed is None else self.deed.contributor_refs

    @property
    def pack(self) -> PackQuote | None:
        """How it quotes the rule pack of its first receipt; None before."""
        if self.pack_id is None or self.pack_version is None:
            return None
        return PackQuote(self.pack_id, self.pack_version, self.pack_hash)

    @property
    def standings(self) -> Standings:
        """Who is what in this file."""
        return {
            Standing.SUBJECT: (self.subject.ref,),
            Standing.CONTRIBUTOR: self.contributor_refs,
            Standing.PROPOSER: (self.proposer_ref,),
        }

    @property
    def words_hash(self) -> str:
        """The same for the same citation and report: whoever endorses a file endorses these."""
        return hashlib.sha256(f"{self.citation_vi}\n{self.achievement_report}".encode()).hexdigest()

    def reword(self, citation_vi: str, achievement_report: str) -> "Nomination":
        """Other words for a draft. Raises: ConflictError."""
        self._require(DRAFT)
        return replace(self, citation_vi=citation_vi, achievement_report=achievement_report)

    def submit(self, *, endorser_ref: str, at: datetime, on: date, pack: PackQuote, screen: Step) -> "Nomination":
        """A head endorses and submits. The pack is that of the day of the first receipt.

        Raises: SelfEndorsementError, ConflictError.
        """
        self._require(DRAFT)
        self._require_other_endorser(endorser_ref)
        return replace(
            self,
            state=SUBMITTED,
            endorser_ref=endorser_ref,
            submitted_at=at,
            received_on=on,
            pack_id=pack.id,
            pack_version=pack.version,
            pack_hash=pack.hash,
            steps=(screen,),
        )

    def screen(
        self, verdicts: tuple[Verdict, ...], candidates: tuple[Candidate, ...], repeats: str | None = None
    ) -> "Nomination":
        """An officer opens it: the rules answer; earlier files with its deed, or its report, are named."""
        self._require(SUBMITTED)
        reasons = failures(verdicts) + questions(verdicts)
        return replace(self, state=SCREENING, eligibility=verdicts, alike=candidates, reasons=reasons, repeats=repeats)

    def flag(self) -> "Nomination":
        """Where a rule knows too little a person must decide; a file of which all is known is given back."""
        self._require(SCREENING)
        return replace(self, state=NEEDS_REVIEW) if questions(self.eligibility) else self

    def accept(
        self,
        verdicts: tuple[Verdict, ...],
        candidates: tuple[Candidate, ...],
        decided: tuple[Decided, ...] = (),
    ) -> "Nomination":
        """The file is complete and lawful, judged anew at this moment; a person decides what the rules cannot.

        An earlier file that may mean the same deed is answered at the deeds, or by merging, before. Who endorsed it may
        have turned out to have done the deed.
        Raises: SelfEndorsementError, RulesNotPassedError, DataMissingError, DuplicateOpenError, ConflictError.
        """
        self._require(*_CHECKING)
        self._require_other_endorser(self.endorser_ref)
        if failed := failures(verdicts):
            raise RulesNotPassedError.of(failed)
        answers = {one.rule_id: one for one in decided}
        asked = questions(verdicts)
        if unanswered := [reason for reason in asked if reason.rule_id not in answers]:
            raise DataMissingError(**unanswered[0].params, rule=unanswered[0].rule_id, field="decided")
        if candidates:
            raise DuplicateOpenError(number=", ".join(one.number for one in candidates))
        kept = tuple(answers[reason.rule_id] for reason in asked if reason.rule_id is not None)
        return replace(self, state=ACCEPTED, eligibility=verdicts, alike=(), reasons=(), decided=kept)

    def rule_out(self, rule_id: str, verdicts: tuple[Verdict, ...]) -> "Nomination":
        """The file fails a rule for good, which the officer cites. Raises: RuleNotFailedError, ConflictError."""
        self._require(*_CHECKING)
        cited = tuple(reason for reason in failures(verdicts) if reason.rule_id == rule_id)
        if not cited:
            raise RuleNotFailedError(rule=rule_id, field="rule_id")
        return replace(self, state=INELIGIBLE, eligibility=verdicts, reasons=cited)

    def return_for_completion(self, reasons: tuple[Reason, ...], *, on: date, due_on: date) -> "Nomination":
        """The file lacks something; its clock pauses until it is resubmitted. Raises: ReasonMissingError."""
        self._require(*_CHECKING, ACCEPTED)
        if not reasons:
            raise ReasonMissingError
        steps = (*self.steps, Step("complete", due_on))
        return replace(self, state=RETURNED, reasons=reasons, returned_on=on, return_due_on=due_on, steps=steps)

    def resubmit(
        self, completed: "Nomination", *, endorser_ref: str, at: datetime, on: date, paused: int
    ) -> "Nomination":
        """The unit completed the file within the window; it is screened again by the pack of the first receipt.

        Raises: ReturnWindowClosedError, SelfEndorsementError, ConflictError.
        """
        self._require(RETURNED)
        self._require_other_endorser(endorser_ref)
        if self.return_due_on is not None and on > self.return_due_on:
            raise ReturnWindowClosedError(due_on=self.return_due_on.isoformat())
        return replace(
            completed,
            state=SUBMITTED,
            endorser_ref=endorser_ref,
            submitted_at=at,
            reasons=(),
            eligibility=(),
            decided=(),
            returned_on=None,
            return_due_on=None,
            paused_days=self.paused_days + paused,
        )

    def merge(self, *, into: UUID | None, reasons: tuple[Reason, ...]) -> "Nomination":
        """The deed already stands in another file or award. Raises: ReasonMissingError, ConflictError."""
        self._require(*BEFORE_REVIEW)
        if not reasons:
            raise ReasonMissingError
        return replace(self, state=MERGED, merged_into=into, reasons=reasons)

    def hold(self, ground: HoldGround, on: date) -> "Nomination":
        """It stands still until something is verified. Raises: OnHoldError, ConflictError."""
        self._require(*BEFORE_REVIEW)
        return replace(self, state=ON_HOLD, held=Hold(ground, on, self.state))

    def withdraw(self, reason: str) -> "Nomination":
        """The unit takes its nomination back. Raises: ReasonMissingError, ConflictError."""
        self._require(*_OWN_HANDS)
        if not reason:
            raise ReasonMissingError
        return replace(self, state=WITHDRAWN, withdrawn_because=reason)

    def forward(self) -> "Nomination":
        """The accepted file goes to review. Raises: ConflictError."""
        self._require(ACCEPTED)
        return replace(self, state=IN_REVIEW)

    def follow(self, outcome: str, decision_number: str | None = None) -> "Nomination":
        """The review ended: granted, not_granted or withdrawn. A file that is not in review has ended otherwise."""
        is_reviewed = self.state == IN_REVIEW
        return replace(self, state=outcome, decision_number=decision_number) if is_reviewed else self

    def _require(self, *states: str) -> None:
        if self.state == ON_HOLD and ON_HOLD not in states:
            raise OnHoldError(number=self.number)
        if self.state not in states:
            raise ConflictError("STATE_CHANGED", state=self.state)

    def _require_other_endorser(self, endorser_ref: str | None) -> None:
        if endorser_ref in (self.subject.ref, *self.contributor_refs):
            raise SelfEndorsementError(field="endorser")


def nomination_id_of(cause_id: UUID) -> UUID:
    """The id of the nomination that this command drafts."""
    return id_from("nomination", cause_id)
