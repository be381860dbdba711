"""A provincial system reports what somebody achieved."""

from dataclasses import dataclass

from services.nominations.domain.detection import Figures, signs_of
from services.nominations.domain.report import Period, Report, report_id_of
from services.nominations.usecases.ports import Organisation, Reports
from shared.contracts.results import ResultsReported
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.policy import permit
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as the system tells it; `indicator` and `source` are its codes."""

    subject_ref: str
    indicator: str
    period: Period
    figures: Figures
    source: str


@dataclass(frozen=True, slots=True)
class ReportResult:
    """Take a figure in. The pack of the day says what it shows, once and for all; detection follows from the event.

    Emits: ResultsReported.
    Raises: UnknownSubjectError, ForbiddenError, PeriodError, FuturePeriodError, NoRulePackError.
    """

    reports: Reports
    organisation: Organisation
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, told: Told, cause: Cause) -> None:
        report_id = report_id_of(cause.id)
        await self.reports.unseen(report_id, cause)
        subject = await self.organisation.subject(told.subject_ref)
        permit(cause.actor, cause.action, subject.unit_path)
        today = local_day(self.clock())
        pack = self.rulepacks.in_force(today)
        report = Report(
            id=report_id,
            subject_ref=subject.subject_ref,
            subject_name=subject.name_vi,
            unit_code=subject.unit_code,
            unit_path=subject.unit_path,
            indicator=told.indicator,
            period=told.period.checked(today),
            figures=told.figures,
            source=told.source,
            reported_on=today,
            pack_id=pack.id,
            pack_version=pack.version,
            signs=signs_of(told.indicator, told.figures, pack.detection),
        )
        await self.reports.save(report, emits=[_reported(report)], because_of=cause)


def _reported(report: Report) -> ResultsReported:
    figures = report.figures
    return ResultsReported(
        unit_id=report.unit_code,
        unit_path=report.unit_path,
        result_id=report.id,
        subject_ref=report.subject_ref,
        indicator=report.indicator,
        period_from=report.period.first,
        period_to=report.period.last,
        value=str(figures.value),
        target=None if figures.target is None else str(figures.target),
        baseline=None if figures.baseline is None else str(figures.baseline),
        source=report.source,
        reported_on=report.reported_on,
    )
