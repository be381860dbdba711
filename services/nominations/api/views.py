"""What a reader of nominations sees."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from services.nominations.domain.deed import Deed
from services.nominations.domain.eligibility import Reason
from services.nominations.domain.movement import Movement
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.unit import Subject, Unit
from services.nominations.usecases.queries import Seen
from shared.kernel.rulepack import FormRule
from shared.kernel.vocabulary import sentence_vi, status_of, way_out_vi


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
    """What one rule said."""

    rule_id: str
    verdict: str
    citation: str


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
    steps: list[StepView]
    eligibility: list[VerdictView]
    candidates: tuple[str, ...]
    reasons: list[ReasonView]
    returned_on: date | None
    return_due_on: date | None
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
    fingerprint: str


class SubjectView(Kept):
    """A person or team that may be commended."""

    ref: str
    kind: str
    name_vi: str
    work_role: str | None
    size: int | None
    unit_id: str


class UnitView(Kept):
    """A unit."""

    code: str
    kind: str
    name_vi: str
    path: tuple[str, ...]
    line: str | None
    valid_to: date | None
    merged_into: str | None


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


class NameView(BaseModel):
    """The names of one file, for a page that lists it."""

    number: str
    subject_name: str
    unit_id: str
    citation_vi: str


def reason_view(reason: Reason) -> ReasonView:
    """A reason in words."""
    return ReasonView(
        code=reason.code,
        rule_id=reason.rule_id,
        citation=reason.citation,
        sentence_vi=sentence_vi(reason.code, reason.params),
        way_out_vi=way_out_vi(reason.code, reason.params),
        missing=reason.missing,
    )


def nomination_view(seen: Seen[Nomination]) -> NominationView:
    """A file in words."""
    it = seen.thing
    return NominationView(
        id=it.id,
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        number=it.number,
        status=status_of(it.state),
        nomination_type=it.nomination_type,
        form_code=it.form_code,
        grantor_unit_id=it.grantor_unit_id,
        subject_ref=it.subject.ref,
        subject_kind=it.subject.kind,
        subject_name=it.subject.name_vi,
        unit_id=it.unit_code,
        deed_id=it.deed.deed_id,
        deed_title_vi=it.deed.title_vi,
        occurred_from=it.deed.occurred_from,
        occurred_to=it.deed.occurred_to,
        known_on=it.deed.known_on,
        movement_id=it.movement_id,
        citation_vi=it.citation_vi,
        achievement_report=it.achievement_report,
        evidence=[EvidenceView(sha256=one.sha256, name=one.name, kind=one.kind) for one in it.evidence],
        proposer_ref=it.proposer_ref,
        endorser_ref=it.endorser_ref,
        received_on=it.received_on,
        submitted_at=it.submitted_at,
        pack=f"{it.pack_id}/{it.pack_version}" if it.pack_id else None,
        steps=[StepView(name=one.name, due_on=one.due_on, legal_due_on=one.legal_due_on) for one in it.steps],
        eligibility=[
            VerdictView(rule_id=one.rule_id, verdict=one.verdict, citation=one.citation) for one in it.eligibility
        ],
        candidates=it.candidates,
        reasons=[reason_view(reason) for reason in it.reasons],
        returned_on=it.returned_on,
        return_due_on=it.return_due_on,
        decision_number=it.decision_number,
    )


def name_view(seen: Seen[Nomination]) -> NameView:
    """The names of a file."""
    it = seen.thing
    return NameView(number=it.number, subject_name=it.subject.name_vi, unit_id=it.unit_code, citation_vi=it.citation_vi)


def deed_view(seen: Seen[Deed]) -> DeedView:
    """A deed in words."""
    it = seen.thing
    return DeedView(
        id=it.id,
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        unit_id=it.unit_code,
        title_vi=it.title_vi,
        story_vi=it.story_vi,
        field=it.field,
        occurred_from=it.occurred_from,
        occurred_to=it.occurred_to,
        known_on=it.known_on,
        results=[
            ResultView(indicator=one.indicator, value=one.value, unit=one.unit, source=one.source) for one in it.results
        ],
        contributors=[ContributorView(subject_ref=one.subject_ref, share=one.share) for one in it.contributors],
        movement_id=it.movement_id,
        fingerprint=it.fingerprint,
    )


def subject_view(seen: Seen[Subject]) -> SubjectView:
    """A person or team in words."""
    it = seen.thing
    return SubjectView(
        id=it.id,
        state="active",
        version=seen.version,
        seq=seen.seq,
        ref=it.subject_ref,
        kind=it.kind,
        name_vi=it.name_vi,
        work_role=it.work_role,
        size=it.size,
        unit_id=it.unit_code,
    )


def unit_view(seen: Seen[Unit]) -> UnitView:
    """A unit in words."""
    it = seen.thing
    return UnitView(
        id=it.id,
        state="active" if it.valid_to is None else "closed",
        version=seen.version,
        seq=seen.seq,
        code=it.code,
        kind=it.kind,
        name_vi=it.name_vi,
        path=it.path,
        line=it.line,
        valid_to=it.valid_to,
        merged_into=it.merged_into,
    )


def movement_view(seen: Seen[Movement]) -> MovementView:
    """A movement in words."""
    it = seen.thing
    return MovementView(
        id=it.id,
        state="launched",
        version=seen.version,
        seq=seen.seq,
        code=it.code,
        kind=it.kind,
        name_vi=it.name_vi,
        window_from=it.window_from,
        window_to=it.window_to,
        final_review_on=it.final_review_on,
    )


def form_view(form: FormRule) -> FormView:
    """A form in words."""
    return FormView(
        code=form.code,
        name_vi=form.name_vi,
        grantor_unit_id=form.grantor_unit_id,
        procedure=form.procedure,
        subject_kinds=sorted(form.bonus),
    )
