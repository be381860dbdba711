"""What a reader sees of a file."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.nominations.api.views import EvidenceView, Kept
from shared.kernel.holds import HoldShown


class ReasonView(BaseModel):
    """Why a file is returned or refused, and the way out."""

    code: str
    rule_id: str | None
    citation: str | None
    sentence_vi: str
    way_out_vi: str
    missing: tuple[str, ...]


class VerdictView(BaseModel):
    """What one rule said, and of what; whoever hashes the same inputs comes to the same hash."""

    rule_id: str
    verdict: str
    citation: str
    inputs: dict[str, Any]
    inputs_hash: str


class DecidedView(BaseModel):
    """What a person decided where a rule knew too little."""

    rule_id: str
    reason_vi: str
    by_ref: str
    on: date


class AlternativeView(BaseModel):
    """A form that fits where the file's own does not; `needs_deed`: only if a deed qualifies."""

    form_code: str
    form_name_vi: str
    nomination_type: str
    needs_deed: bool


class StepView(BaseModel):
    """When a step falls due."""

    name: str
    due_on: date
    legal_due_on: date | None


class CandidateView(BaseModel):
    """An earlier file that may mean the same deed: why, and how like the two are told, in whole percent."""

    number: str
    deed_id: UUID | None
    why: str
    similarity: int


class NominationView(Kept):
    """A file as its readers within the scope see it, names included."""

    number: str
    status: str
    nomination_type: str
    form_code: str
    grantor_unit_id: str
    subject_ref: str
    subject_kind: str
    subject_name: str
    unit_id: str
    deed_id: UUID | None
    deed_title_vi: str | None
    occurred_from: date | None
    occurred_to: date | None
    known_on: date | None
    year: int | None
    movement_id: UUID | None
    citation_vi: str
    achievement_report: str
    evidence: list[EvidenceView]
    deed_evidence: list[EvidenceView]
    proposer_ref: str
    endorser_ref: str | None
    received_on: date | None
    submitted_at: datetime | None
    pack: str | None
    pack_verified: bool
    steps: list[StepView]
    eligibility: list[VerdictView]
    decided: list[DecidedView]
    alternatives: list[AlternativeView]
    candidates: list[CandidateView]
    repeats: str | None
    merged_into: UUID | None
    rerouted_to: UUID | None
    rerouted_from: UUID | None
    withdrawn_because: str | None
    reasons: list[ReasonView]
    returned_on: date | None
    return_due_on: date | None
    hold: HoldShown | None
    held_days: int
    decision_number: str | None


class NameView(BaseModel):
    """The names of one file, for a page that lists it."""

    number: str
    subject_name: str
    unit_id: str
    citation_vi: str
