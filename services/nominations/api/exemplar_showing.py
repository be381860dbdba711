"""How reported figures and exemplars become what a reader sees."""

from services.nominations.api.views import (
    ContributorView,
    DeedDraftView,
    ExemplarView,
    FiguresView,
    ResultReportView,
    ResultView,
)
from services.nominations.domain.detection import Figures
from services.nominations.domain.exemplar import Exemplar
from services.nominations.domain.report import Report, written
from services.nominations.usecases.queries import Seen


def report_view(seen: Seen[Report]) -> ResultReportView:
    """A reported figure as it stands."""
    it = seen.thing
    return ResultReportView(
        id=it.id,
        state="reported",
        version=seen.version,
        seq=seen.seq,
        subject_ref=it.subject_ref,
        unit_id=it.unit_code,
        indicator=it.indicator,
        period_from=it.period.first,
        period_to=it.period.last,
        figures=_figures(it.figures),
        source=it.source,
        reported_on=it.reported_on,
        signs=[sign.rule_id for sign in it.signs],
    )


def exemplar_view(seen: Seen[Exemplar]) -> ExemplarView:
    """An exemplar in words."""
    it = seen.thing
    return ExemplarView(
        id=it.id,
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        number=it.number,
        subject_ref=it.subject_ref,
        subject_name=it.subject_name,
        unit_id=it.unit_code,
        indicator=it.indicator,
        period_vi=str(it.period),
        figures=_figures(it.figures),
        source=it.source,
        rule_id=it.sign.rule_id,
        pack=f"{it.pack_id}/{it.pack_version}",
        measure=it.sign.measure,
        measured=str(it.sign.measured),
        operator=it.sign.operator,
        threshold=str(it.sign.threshold),
        confidence=str(it.sign.confidence),
        explanation_vi=it.explanation_vi,
        detected_on=it.detected_on,
        decided_on=it.decided_on,
        dismissal=it.dismissal,
        reason_vi=it.reason_vi,
        award_id=it.award_id,
        deed=_deed(it),
    )


def _deed(it: Exemplar) -> DeedDraftView:
    before = it.figures.baseline
    result = ResultView(
        indicator=it.sign.indicator_vi,
        value=written(it.figures.value),
        unit=it.sign.unit_vi,
        source=it.source,
        baseline="" if before is None else written(before),
    )
    return DeedDraftView(
        unit_id=it.unit_code,
        title_vi=it.title_vi,
        story_vi=it.explanation_vi,
        field=it.sign.field,
        occurred_from=it.period.first,
        occurred_to=it.period.last,
        known_on=it.known_on,
        results=[result],
        contributors=[ContributorView(subject_ref=it.subject_ref, share=100)],
    )


def _figures(it: Figures) -> FiguresView:
    return FiguresView(
        value=str(it.value),
        target=None if it.target is None else str(it.target),
        baseline=None if it.baseline is None else str(it.baseline),
    )
