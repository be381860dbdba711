"""How things become what a reader sees."""

from services.nominations.api.views import (
    ContributorView,
    DeedView,
    FormView,
    LineageView,
    MovementView,
    NameSinceView,
    ParentView,
    ResultView,
    SubjectView,
    SuggestionView,
    TieView,
    UnitView,
)
from services.nominations.domain.deed import Deed
from services.nominations.domain.movement import Movement
from services.nominations.domain.suggestion import Suggestion
from services.nominations.domain.unit import Subject, UnitOn
from services.nominations.usecases.queries import Descent, Seen
from shared.kernel.rulepack import FormRule, RulePack


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
