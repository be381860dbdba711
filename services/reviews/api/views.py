"""What a reader of reviews sees."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from shared.kernel.holds import HoldShown


class Kept(BaseModel):
    """What every answer tells: which thing, in which state, after how many saves and events."""

    id: UUID
    state: str
    version: int
    seq: int


class StepView(BaseModel):
    """When a step falls due, and when it was done."""

    name: str
    due_on: date
    legal_due_on: date | None
    done_on: date | None


class LackView(BaseModel):
    """Something that a file lacks."""

    code: str
    missing: tuple[str, ...]


class GivenBackView(BaseModel):
    """How a case was last given back to its unit."""

    by_ref: str
    on: date
    due_on: date
    lacks: tuple[LackView, ...]


class WithdrawalView(BaseModel):
    """Who of the unit asked to take the file back, when and why."""

    by_ref: str
    on: date
    reason_vi: str


class PassedView(BaseModel):
    """What a unit below the grantor found before it sent the case up."""

    unit_id: str
    on: date
    appraiser_ref: str | None
    verdict: str | None
    findings: tuple[str, ...]
    session_id: UUID | None


class CaseView(Kept):
    """A case; its names and texts are with nominations.

    `pack_verified`: somebody compared the rules with the gazetted text, and they are as they were at receipt.
    `office_unit_id` is the unit before which it is reviewed now, `passed` what those below have found.
    `awaits` are those who were asked and have not answered.
    `favourable_review` is offered or chosen: the newer version `favourable_version` may be, or was, preferred.
    """

    number: str
    status: str
    procedure: str
    nomination_type: str
    form_code: str
    form_name_vi: str
    grantor_unit_id: str
    unit_id: str
    subject_ref: str
    subject_kind: str
    work_role: str | None
    size: int | None
    deed_id: UUID | None
    year: int | None
    received_on: date
    decide_by: date
    steps: tuple[StepView, ...]
    appraiser_ref: str | None
    verdict: str | None
    findings: tuple[str, ...]
    refused_because: str
    session_id: UUID | None
    decision_id: UUID | None
    awaits: tuple[UUID, ...]
    given_back: GivenBackView | None
    withdrawal: WithdrawalView | None
    office_unit_id: str
    passed: tuple[PassedView, ...]
    hold: HoldShown | None
    held_days: int
    pack: str
    pack_verified: bool
    favourable_review: str | None = None
    favourable_version: str | None = None
    favourable_reason_vi: str | None = None


class TermView(BaseModel):
    """The days on which a member sits, both included; an end without a day is open."""

    since: date | None
    until: date | None


class CouncilView(Kept):
    """A council: who sits in it and on which days, who heads which unit; who has no term sits on every day."""

    code: str
    unit_id: str
    chair_ref: str
    member_refs: tuple[str, ...]
    related: dict[str, str]
    terms: dict[str, TermView]


class FigureView(BaseModel):
    """A figure that went beyond its limit."""

    metric: str
    value: int
    limit: int


class FindingView(Kept):
    """A finding of supervision, about an award or a case of the file `file_number`, or about a unit."""

    number: str
    kind: str
    about: str
    about_id: UUID
    file_number: str
    unit_id: str
    raised_on: date
    figure: FigureView | None
    period: str | None
    ground_vi: str
    owner_ref: str | None
    due_on: date | None
    remedy_vi: str
    reopened_because: str


class ComplaintView(Kept):
    """A complaint about an award or a case of the file `file_number`: for its sender, and for supervision."""

    number: str
    kind: str
    about: str
    about_id: UUID
    file_number: str
    unit_id: str
    ground_vi: str
    lodged_on: date
    due_on: date
    asks: str | None
    ruling_vi: str
    resolved_on: date | None


class OneComplaintView(ComplaintView):
    """A complaint by itself. `has_award`: what it is about is an award, or has become one: that may be revoked."""

    has_award: bool
