"""The system itself detects exemplars in reported figures."""

from dataclasses import dataclass

from services.nominations.domain.detection import Sign
from services.nominations.domain.exemplar import Exemplar, detected, exemplar_id_of
from services.nominations.domain.report import Report
from services.nominations.usecases.exemplar.describe import head
from services.nominations.usecases.ports import Exemplars, Reports
from shared.contracts.exemplars import ExemplarDetected
from shared.contracts.results import ResultsReported
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyExistsError


@dataclass(frozen=True, slots=True)
class DetectExemplars:
    """A figure was reported: what each rule of its pack sees in it is detected, once per rule, subject and period.

    Emits: ExemplarDetected.
    """

    reports: Reports
    exemplars: Exemplars
    clock: Clock

    async def __call__(self, event: ResultsReported, cause: Cause) -> None:
        report = await self.reports.seen(event.result_id, cause)
        for sign in report.signs:
            await self._detect(report, sign, cause)

    async def _detect(self, report: Report, sign: Sign, cause: Cause) -> None:
        if await self.exemplars.is_known(exemplar_id_of(sign.rule_id, report.subject_ref, report.period)):
            return
        today = local_day(self.clock())
        exemplar = detected(report, sign, await self.exemplars.next_number(today.year), today)
        try:
            await self.exemplars.save(exemplar, emits=[_told(exemplar)], because_of=cause)
        except AlreadyExistsError:
            return  # another report of the same period was faster


def _told(exemplar: Exemplar) -> ExemplarDetected:
    sign, figures = exemplar.sign, exemplar.figures
    return ExemplarDetected(
        **head(exemplar),
        result_id=exemplar.report_id,
        rule_id=sign.rule_id,
        indicator=exemplar.indicator,
        period_from=exemplar.period.first,
        period_to=exemplar.period.last,
        value=str(figures.value),
        target=None if figures.target is None else str(figures.target),
        baseline=None if figures.baseline is None else str(figures.baseline),
        source=exemplar.source,
        measure=sign.measure.value,
        operator=sign.operator.value,
        measured=str(sign.measured),
        threshold=str(sign.threshold),
        confidence=str(sign.confidence),
        pack_id=exemplar.pack_id,
        pack_version=exemplar.pack_version,
    )
