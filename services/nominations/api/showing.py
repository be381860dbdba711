"""How things become what a reader sees."""

from services.nominations.api.views import (
    FormView,
    MovementView,
    SubjectView,
    SuggestionView,
    TitleView,
)
from services.nominations.domain.movement import Movement
from services.nominations.domain.suggestion import Suggestion
from services.nominations.domain.unit import Subject
from services.nominations.usecases.queries import Offer, Seen


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
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        ref=it.subject_ref,
        kind=it.kind,
        name_vi=it.name_vi,
        work_role=it.work_role,
        size=it.size,
        unit_id=it.unit_code,
        titles=[
            TitleView(form_code=one.form_code, year=one.year, unit_id=one.unit_code, recorded=one.award_id is None)
            for one in it.titles
        ],
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


def form_view(offer: Offer) -> FormView:
    """A form in words."""
    form, pack = offer.form, offer.pack
    return FormView(
        code=form.code,
        name_vi=form.name_vi,
        grantor_unit_id=offer.grantor,
        grantor_kind=form.grantor_kind,
        procedure=form.procedure,
        subject_kinds=sorted(form.bonus),
        annual=form.annual,
        deadline=form.deadline,
        pack=pack.citation,
        pack_verified=pack.is_verified,
    )
