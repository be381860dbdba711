"""An award: one deed, for one subject, commended once."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from services.reviews.domain.award_parts import (
    AlreadyPaidError,
    Ceremony,
    CeremonyInPastError,
    Correction,
    CorrectionEmptyError,
    DayOutsideError,
    Revocation,
    Revoking,
    UnderExaminationError,
    Wording,
)
from services.reviews.domain.decision import Decision
from services.reviews.domain.facts import Facts
from services.reviews.domain.grant import Grant, Signed
from services.reviews.domain.row import Row
from shared.kernel.errors import ConflictError
from shared.kernel.rulepack import RulePack
from shared.kernel.separations import Standings


class AwardState(StrEnum):
    """Where an award stands."""

    RESERVED = "reserved"
    FREED = "freed"
    GRANTED = "granted"
    PUBLISHED = "published"
    PRESENTED = "presented"
    REVOKED = "revoked"
    RECOVERED = "recovered"


DEED_ALREADY_REWARDED = "DEED_ALREADY_REWARDED"
STANDING = frozenset({AwardState.GRANTED, AwardState.PUBLISHED, AwardState.PRESENTED})
"""The states of an award that was granted and not taken back."""


@dataclass(frozen=True, slots=True)
class Award:
    """One award. While `live`, no other award has its `claim` (the deed, for the subject).

    Transitions that follow an event give the award itself back when the event changes nothing.
    """

    id: UUID
    version: int
    state: AwardState
    live: bool
    claim: str
    decision_id: UUID
    decision_number: str
    case_id: UUID
    facts: Facts
    subject_label: str
    citation_vi: str
    reason: str | None = None
    grant: Grant | None = None
    published_at: datetime | None = None
    ceremony: Ceremony | None = None
    presented_on: date | None = None
    corrections: tuple[Correction, ...] = ()
    paid_on: date | None = None
    revocation: Revocation | None = None
    examined_for: tuple[UUID, ...] = ()

    @classmethod
    def reserve(cls, decision: Decision, row: Row, facts: Facts, claim: str | None = None) -> Self:
        """The award of one row, its claim held; `claim` is that of the deed to which the file's own was linked."""
        return cls(
            id=row.award_id,
            version=0,
            state=AwardState.RESERVED,
            live=True,
            claim=claim or facts.claim,
            decision_id=decision.id,
            decision_number=decision.number,
            case_id=row.case_id,
            facts=facts,
            subject_label=row.label,
            citation_vi=row.citation_vi,
        )

    @property
    def path(self) -> tuple[str, ...]:
        """Every unit in whose scope it lies: the grantor's and the subject's."""
        return tuple(dict.fromkeys((*self.facts.grantor_path, *self.facts.unit_path)))

    @property
    def standings(self) -> Standings:
        """Who is what in its file."""
        return self.facts.standings

    @property
    def granted(self) -> Grant:
        """What the signature made of it. Raises: ConflictError for one that was never granted."""
        if self.grant is None:
            raise ConflictError("STATE_CHANGED", state=self.state.value)
        return self.grant

    @property
    def revoked(self) -> Revocation:
        """Its revocation. Raises: ConflictError for one that stands."""
        if self.revocation is None:
            raise ConflictError("STATE_CHANGED", state=self.state.value)
        return self.revocation

    @property
    def wording(self) -> Wording:
        """The words as they stand now."""
        return Wording(self.subject_label, self.citation_vi)

    @property
    def is_under_examination(self) -> bool:
        """Whether a complaint about it is being verified."""
        return bool(self.examined_for)

    def move_claim(self, claim: str) -> Self:
        """Its deed was found to be the same as another: it claims that one."""
        return self if not self.live or claim == self.claim else replace(self, claim=claim)

    def free(self, reason: str) -> Self:
        """Let the claim go: the decision came back, or another award holds it."""
        if self.state is not AwardState.RESERVED:
            return self
        return replace(self, state=AwardState.FREED, live=False, reason=reason)

    def knowing(self, facts: Facts) -> Self:
        """Until it is granted it follows its case, whose deed may be set right while the decision is a draft."""
        if self.state is not AwardState.RESERVED:
            return self
        return replace(self, facts=facts.granted_by(self.facts.grantor_unit_id, self.facts.grantor_path))

    def be_granted(self, signed: Signed, pack: RulePack, held_days: int) -> Self:
        """The decision is signed: the subject is commended, with the bonus of that day, by the pack of its case.

        The file stood still for `held_days` working days in all.
        """
        if self.state is not AwardState.RESERVED:
            return self
        facts = self.facts.under(pack.quote)
        return replace(self, state=AwardState.GRANTED, facts=facts, grant=Grant.by(pack, facts, signed, held_days))

    def publish(self, at: datetime) -> Self:
        """Everybody may know it."""
        if self.state is not AwardState.GRANTED:
            return self
        return replace(self, state=AwardState.PUBLISHED, published_at=at)

    def set_ceremony(self, ceremony: Ceremony, today: date) -> Self:
        """It is to be handed over then and there; the same again changes nothing.

        Raises: ConflictError, CeremonyInPastError.
        """
        self._require(AwardState.PUBLISHED)
        if ceremony.on < today:
            raise CeremonyInPastError(field="held_on")
        return self if ceremony == self.ceremony else replace(self, ceremony=ceremony)

    def call_off_ceremony(self) -> Self:
        """It is not to be handed over as it was set; where nothing stands, nothing changes. Raises: ConflictError."""
        self._require(AwardState.PUBLISHED)
        if self.ceremony is None or self.ceremony.called_off:
            return self
        return replace(self, ceremony=replace(self.ceremony, called_off=True))

    def present(self, on: date, today: date) -> Self:
        """It was handed over, on a day since the decision. Raises: ConflictError, DayOutsideError."""
        self._require(AwardState.PUBLISHED)
        self._require_since_decision("presented_on", on, today)
        return replace(self, state=AwardState.PRESENTED, presented_on=on)

    def correct(self, correction: Correction) -> Self:
        """A mistake in its words is set right; what was signed stays as it is.

        Raises: ConflictError, UnderExaminationError, CorrectionEmptyError.
        """
        self._require(*STANDING)
        self._require_unexamined()
        if correction.after == self.wording:
            raise CorrectionEmptyError
        after = correction.after
        corrections = (*self.corrections, correction)
        return replace(self, subject_label=after.subject_label, citation_vi=after.citation_vi, corrections=corrections)

    def pay(self, on: date, today: date) -> Self:
        """Its bonus was paid, on a day since the decision.

        Raises: ConflictError, UnderExaminationError, AlreadyPaidError, DayOutsideError.
        """
        self._require(*STANDING)
        self._require_unexamined()
        if self.paid_on is not None:
            raise AlreadyPaidError(number=self.decision_number)
        self._require_since_decision("paid_on", on, today)
        return replace(self, paid_on=on)

    def revoke(self, because: Revoking) -> Self:
        """The grantor takes it back: the deed may be commended again; what was paid and handed over is asked back.

        Raises: ConflictError.
        """
        self._require(*STANDING)
        due_vnd = self.granted.bonus_vnd if self.paid_on is not None else 0
        revocation = Revocation(because, due_vnd, object_due=self.state is AwardState.PRESENTED)
        return replace(self, state=AwardState.REVOKED, live=False, ceremony=None, revocation=revocation)

    def recover(self, vnd: int, *, object_returned: bool) -> Self:
        """Money or the object came back; once all did, it is recovered.

        Raises: ConflictError, RecoveredTooMuchError, RecoveryEmptyError.
        """
        self._require(AwardState.REVOKED)
        revocation = self.revoked.recover(vnd, object_returned=object_returned)
        state = AwardState.RECOVERED if revocation.is_settled else AwardState.REVOKED
        return replace(self, state=state, revocation=revocation)

    def examine(self, complaint_id: UUID) -> Self:
        """A complaint about it is being verified."""
        if not self.live or complaint_id in self.examined_for:
            return self
        return replace(self, examined_for=(*self.examined_for, complaint_id))

    def clear(self, complaint_id: UUID) -> Self:
        """The complaint was resolved; another may still be verified."""
        if complaint_id not in self.examined_for:
            return self
        return replace(self, examined_for=tuple(one for one in self.examined_for if one != complaint_id))

    def _require(self, *states: AwardState) -> None:
        if self.state not in states:
            raise ConflictError("STATE_CHANGED", state=self.state.value)

    def _require_since_decision(self, field: str, on: date, today: date) -> None:
        decided_on = self.granted.decided_on
        if not decided_on <= on <= today:
            raise DayOutsideError(field=field, decided_on=decided_on.isoformat())

    def _require_unexamined(self) -> None:
        if self.is_under_examination:
            raise UnderExaminationError(number=self.decision_number)
