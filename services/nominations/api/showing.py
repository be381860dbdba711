"""How things become what a reader sees."""

from dataclasses import asdict
from typing import Any

from services.nominations.api.views import (
    AlternativeView,
    ContributorView,
    DecidedView,
    DeedView,
    EvidenceView,
    FormView,
    LineageView,
    MovementView,
    NameSinceView,
    NameView,
    NominationView,
    ParentView,
    ReasonView,
    ResultView,
    StepView,
    SubjectView,
    SuggestionView,
    TieView,
    UnitView,
    VerdictView,
)
from services.nominations.domain.deed import Deed
from services.nominations.domain.eligibility import Reason
from services.nominations.domain.movement import Movement
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.suggestion import Suggestion
from services.nominations.domain.unit import Subject, UnitOn
from services.nominations.usecases.queries import Descent, Seen
from shared.kernel.actor import Actor
from shared.kernel.holds import HoldShown
from shared.kernel.rulepack import FormRule, RulePack, RulePacks
from shared.kernel.vocabulary import sentence_vi, status_of, way_out_vi


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


def nomination_view(seen: Seen[Nomination], packs: RulePacks, reader: Actor) -> NominationView:
    """A file in words, as this reader may see it."""
    it = seen.thing
    return NominationView(
        id=it.id,
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        number=it.number,
        status=status_of(it.state, it.held),
        **_whom(it),
        **_deed(it),
        **_course(it),
        pack=f"{it.pack.id}/{it.pack.version}" if it.pack else None,
        pack_verified=it.pack is not None and packs.is_verified(it.pack),
        hold=HoldShown.of(it.held, reader, it.unit_path, it.standings),
        citation_vi=it.citation_vi,
        achievement_report=it.achievement_report,
        evidence=[EvidenceView(sha256=one.sha256, name=one.name, kind=one.kind) for one in it.evidence],
    )


def _whom(it: Nomination) -> dict[str, Any]:
    return {
        "nomination_type": it.nomination_type,
        "form_code": it.form_code,
        "grantor_unit_id": it.grantor_unit_id,
        "subject_ref": it.subject.ref,
        "subject_kind": it.subject.kind,
        "subject_name": it.subject.name_vi,
        "unit_id": it.unit_code,
        "proposer_ref": it.proposer_ref,
        "endorser_ref": it.endorser_ref,
    }


def _deed(it: Nomination) -> dict[str, Any]:
    return {
        "deed_id": it.deed.deed_id,
        "deed_title_vi": it.deed.title_vi,
        "occurred_from": it.deed.occurred_from,
        "occurred_to": it.deed.occurred_to,
        "known_on": it.deed.known_on,
        "movement_id": it.movement_id,
    }


def _course(it: Nomination) -> dict[str, Any]:
    return {
        "received_on": it.received_on,
        "submitted_at": it.submitted_at,
        "steps": [StepView(name=one.name, due_on=one.due_on, legal_due_on=one.legal_due_on) for one in it.steps],
        "eligibility": [
            VerdictView(
                rule_id=one.rule_id,
                verdict=one.verdict,
                citation=one.citation,
                inputs=dict(one.inputs),
                inputs_hash=one.inputs_hash,
            )
            for one in it.eligibility
        ],
        "decided": [DecidedView(**asdict(one)) for one in it.decided],
        "alternatives": [AlternativeView(**asdict(one)) for one in it.alternatives],
        "candidates": it.candidates,
        "merged_into": it.merged_into,
        "withdrawn_because": it.withdrawn_because,
        "reasons": [reason_view(reason) for reason in it.reasons],
        "returned_on": it.returned_on,
        "return_due_on": it.return_due_on,
        "held_days": it.held_days,
        "decision_number": it.decision_number,
    }


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
        exemplar_id=it.exemplar_id,
        fingerprint=it.fingerprint,
    )


def suggestion_view(seen: Seen[Suggestion]) -> SuggestionView:
    """A suggestion in words."""
    it = seen.thing
    return SuggestionView(
        id=it.id,
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        number=it.number,
        unit_id=it.unit_code,
        channel=it.channel,
        hint_vi=it.hint_vi,
        received_on=it.received_on,
        due_on=it.due_on,
        has_contact=it.contact_sealed is not None,
        outcome=it.outcome,
        reason_vi=it.reason_vi,
        nomination_id=it.nomination_id,
        answered_on=it.answered_on,
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


def unit_view(seen: Seen[UnitOn]) -> UnitView:
    """A unit in words, as of a day."""
    it = seen.thing
    return UnitView(
        id=it.id,
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        code=it.code,
        kind=it.kind,
        name_vi=it.name_vi,
        path=it.path,
        line=it.line,
        parents=[ParentView(unit=parent.unit, line=parent.line) for parent in it.parents],
        head_ref=it.head_ref,
        deputies=it.deputies,
        staff=dict(it.staff),
        valid_from=it.valid_from,
        valid_to=it.valid_to,
    )


def lineage_view(descent: Descent) -> LineageView:
    """Where a unit comes from and who stands in its place, in words."""
    unit, on = descent.unit.thing, descent.on
    return LineageView(
        id=unit.id,
        code=unit.code,
        on=on,
        state=unit.state_on(on),
        names=[NameSinceView(name_vi=name.name_vi, since=name.since) for name in unit.names],
        ties=[TieView(kind=tie.kind, unit=tie.unit, name_vi=name_vi, on=tie.on) for tie, name_vi in descent.ties],
        predecessors=sorted(descent.lineage.predecessors(unit.code, on)),
        successors=sorted(descent.lineage.successors_on(unit.code, on)),
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


def form_view(form: FormRule, pack: RulePack) -> FormView:
    """A form in words."""
    return FormView(
        code=form.code,
        name_vi=form.name_vi,
        grantor_unit_id=form.grantor_unit_id,
        procedure=form.procedure,
        subject_kinds=sorted(form.bonus),
        pack=pack.citation,
        pack_verified=pack.is_verified,
    )
