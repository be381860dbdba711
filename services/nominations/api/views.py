"""What a reader of nominations sees."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from shared.kernel.holds import HoldShown


class Kept(BaseModel):
    """What every answer tells: which thing, in which state, after how many saves and events."""

    id: UUID
    state: str
    version: int
    seq: int


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
    """A form that fits where the file's own does not."""

    form_code: str
    form_name_vi: str


class StepView(BaseModel):
    """When a step falls due."""

    name: str
    due_on: date
    legal_due_on: date | None


class EvidenceView(BaseModel):
    """One file of evidence."""

    sha256: str
    name: str
    kind: str


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
    deed_id: UUID
    deed_title_vi: str
    occurred_from: date
    occurred_to: date
    known_on: date
    movement_id: UUID | None
    citation_vi: str
    achievement_report: str
    evidence: list[EvidenceView]
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
    candidates: tuple[str, ...]
    merged_into: UUID | None
    withdrawn_because: str | None
    reasons: list[ReasonView]
    returned_on: date | None
    return_due_on: date | None
    hold: HoldShown | None
    held_days: int
    decision_number: str | None


class ResultView(BaseModel):
    """A measured result."""

    indicator: str
    value: str
    unit: str
    source: str


class ContributorView(BaseModel):
    """One who did it."""

    subject_ref: str
    share: int


class DeedView(Kept):
    """A deed as its readers within the scope see it."""

    unit_id: str
    title_vi: str
    story_vi: str
    field: str
    occurred_from: date
    occurred_to: date
    known_on: date
    results: list[ResultView]
    contributors: list[ContributorView]
    movement_id: UUID | None
    exemplar_id: UUID | None
    fingerprint: str


class SubjectView(Kept):
    """A person or team that may be commended."""

    ref: str
    kind: str
    name_vi: str
    work_role: str | None
    size: int | None
    unit_id: str


class ParentView(BaseModel):
    """A unit above, and the line through which it stands there."""

    unit: str
    line: str | None


class UnitView(Kept):
    """A unit as it was on a day: `planned` before its first day, `closed` after its last."""

    code: str
    kind: str
    name_vi: str
    path: tuple[str, ...]
    line: str | None
    parents: list[ParentView]
    head_ref: str | None
    deputies: tuple[str, ...]
    staff: dict[str, int]
    valid_from: date | None
    valid_to: date | None


class NameSinceView(BaseModel):
    """What a unit is called from a day on; from its beginning without one."""

    name_vi: str
    since: date | None


class TieView(BaseModel):
    """A line of a unit's lineage; the name is the one that the other unit had that day."""

    kind: str
    unit: str
    name_vi: str
    on: date


class LineageView(BaseModel):
    """The names and ties of a unit; who came before it, and who stands in its place, on the day `on`."""

    id: UUID
    code: str
    on: date
    state: str
    names: list[NameSinceView]
    ties: list[TieView]
    predecessors: list[str]
    successors: list[str]


class MovementView(Kept):
    """A movement."""

    code: str
    kind: str
    name_vi: str
    window_from: date
    window_to: date
    final_review_on: date


class FormView(BaseModel):
    """A form of commendation by the rule pack in force."""

    code: str
    name_vi: str
    grantor_unit_id: str
    procedure: str
    subject_kinds: list[str]
    pack: str
    pack_verified: bool


class NameView(BaseModel):
    """The names of one file, for a page that lists it."""

    number: str
    subject_name: str
    unit_id: str
    citation_vi: str


class SuggestionView(Kept):
    """A suggestion and what came of it; whether its sender can be reached, not how."""

    number: str
    unit_id: str
    channel: str
    hint_vi: str
    received_on: date
    due_on: date
    has_contact: bool
    outcome: str | None
    reason_vi: str
    nomination_id: UUID | None
    answered_on: date | None


class FiguresView(BaseModel):
    """A figure with what it is compared to, as exact decimals."""

    value: str
    target: str | None
    baseline: str | None


class ResultReportView(Kept):
    """A reported figure, and the rules that see something in it."""

    subject_ref: str
    unit_id: str
    indicator: str
    period_from: date
    period_to: date
    figures: FiguresView
    source: str
    reported_on: date
    signs: list[str]


class DeedDraftView(BaseModel):
    """The deed that an exemplar is about, as far as its figures tell: a proposer completes it."""

    unit_id: str
    title_vi: str
    story_vi: str
    field: str
    occurred_from: date
    occurred_to: date
    known_on: date
    results: list[ResultView]
    contributors: list[ContributorView]


class ExemplarView(Kept):
    """A detected exemplar: the figures, why the system points at it, and what people decided."""

    number: str
    subject_ref: str
    subject_name: str
    unit_id: str
    indicator: str
    period_vi: str
    figures: FiguresView
    source: str
    rule_id: str
    pack: str
    measure: str
    measured: str
    operator: str
    threshold: str
    confidence: str
    explanation_vi: str
    detected_on: date
    decided_on: date | None
    dismissal: str | None
    reason_vi: str
    award_id: UUID | None
    deed: DeedDraftView
