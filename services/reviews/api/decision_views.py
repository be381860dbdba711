"""What a reader sees of decisions, delegations of signature, and awards."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from services.reviews.api.views import Kept


class RowView(BaseModel):
    """One row of a decision."""

    case_id: UUID
    case_number: str
    award_id: UUID
    subject_ref: str
    form_code: str
    subject_label: str
    citation_vi: str
    pack: str | None
    pack_verified: bool
    outcome: str
    reason: str | None


class DecisionView(Kept):
    """A decision with its rows; `document` is what was signed, `sha256` its hash.

    Who signed for the grantor did so under the document `signed_under`.
    """

    number: str
    year: int
    grantor_unit_id: str
    rows: tuple[RowView, ...]
    signer_ref: str | None
    sign_mode: str | None
    signed_under: str | None
    decided_on: date | None
    document: str | None
    sha256: str | None
    reason: str | None


class DelegationView(Kept):
    """From the first to the last day, the delegate signs for the grantor, by the document `number`."""

    grantor_unit_id: str
    grantor_ref: str
    delegate_ref: str
    first: date
    last: date
    number: str


class LeadTimesView(BaseModel):
    """Working days by stage, and calendar days; null without a deed, or in a year without a calendar."""

    deed_known: int | None
    known_submitted: int | None
    submitted_decided: int | None
    total: int | None
    calendar_days: int | None
    held: int


class GrantView(BaseModel):
    """What the signature made of the award; money in đồng."""

    decided_on: date
    decided_at: datetime
    form_name_vi: str
    coefficient: str
    base_salary_vnd: int
    bonus_vnd: int
    counted_as: str
    small_collective: bool
    pack: str
    document_sha256: str
    lead_times: LeadTimesView
    late: bool


class WordingView(BaseModel):
    """The words of an award that everybody reads."""

    subject_label: str
    citation_vi: str


class CorrectionView(BaseModel):
    """Words set right on a day, by which document and why."""

    number: str
    on: date
    before: WordingView
    after: WordingView
    reason: str
    by_ref: str


class RevocationView(BaseModel):
    """Why an award was revoked, what is due and what came back; money in đồng."""

    ground: str
    number: str
    reason: str
    on: date
    by_ref: str
    due_vnd: int
    object_due: bool
    recovered_vnd: int
    object_returned: bool


class CeremonyView(BaseModel):
    """When it is to be handed over, and at which unit."""

    on: date
    place_id: str
    called_off: bool


class AwardView(Kept):
    """An award. `flags` may hold small_collective, late and under_examination."""

    status: str
    claim: str
    unit_path: tuple[str, ...]
    grantor_path: tuple[str, ...]
    decision_id: UUID
    decision_number: str
    case_id: UUID
    case_number: str
    subject_ref: str
    subject_kind: str
    subject_label: str
    form_code: str
    grantor_unit_id: str
    unit_id: str
    citation_vi: str
    reason: str | None
    pack_verified: bool
    flags: tuple[str, ...]
    grant: GrantView | None
    published_at: datetime | None
    ceremony: CeremonyView | None
    presented_on: date | None
    paid_on: date | None
    corrections: tuple[CorrectionView, ...]
    revocation: RevocationView | None
