"""What a reader of nominations sees."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel


class Kept(BaseModel):
    """What every answer tells: which thing, in which state, after how many saves and events."""

    id: UUID
    state: str
    version: int
    seq: int


class ResultView(BaseModel):
    """A measured result; `baseline` is what it was before, `attester` who says that it is true."""

    indicator: str
    value: str
    unit: str
    source: str
    baseline: str = ""
    attester: str = ""


class EvidenceView(BaseModel):
    """One file of evidence."""

    sha256: str
    name: str
    kind: str
    bytes: int


class ContributorView(BaseModel):
    """One who did it."""

    subject_ref: str
    share: int


class TitleView(BaseModel):
    """An annual form won for a year; `recorded` when no award of ours stands behind it."""

    form_code: str
    year: int
    unit_id: str
    recorded: bool


class SubjectView(Kept):
    """A person or team that may be commended."""

    ref: str
    kind: str
    name_vi: str
    work_role: str | None
    size: int | None
    unit_id: str
    titles: list[TitleView]


class MovementView(Kept):
    """A movement."""

    code: str
    kind: str
    name_vi: str
    window_from: date
    window_to: date
    final_review_on: date


class FormView(BaseModel):
    """A form of commendation by the rule pack in force, and who grants it to the unit that was asked for.

    Without a unit, a form that any unit of a kind grants on its line names only the kind.
    """

    code: str
    name_vi: str
    grantor_unit_id: str | None
    grantor_kind: str | None
    procedure: str
    subject_kinds: list[str]
    annual: bool
    deadline: date | None
    pack: str
    pack_verified: bool


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
