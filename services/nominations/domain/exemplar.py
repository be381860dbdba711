"""An exemplar: somebody whose figures stand out. The system detects, people confirm, an award recognises."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from services.nominations.domain.detection import Figures, Sign
from services.nominations.domain.report import Period, Report, written
from shared.kernel.detection import Measure, Operator
from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.ids import id_from
from shared.kernel.separations import Standing, Standings

IDLE = timedelta(days=365)
"""After so long without an award a confirmed exemplar expires. Source: the domain's transitions."""

_SIDE_VI = {Operator.AT_LEAST: "từ", Operator.AT_MOST: "không quá"}


class ExemplarState(StrEnum):
    """Where an exemplar stands."""

    DETECTED = "detected"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    RECOGNISED = "recognised"
    EXPIRED = "expired"


class Dismissal(StrEnum):
    """Why figures that stand out are no exemplar."""

    FIGURES_WRONG = "figures_wrong"
    CIRCUMSTANCES = "circumstances"
    ALREADY_REWARDED = "already_rewarded"
    OTHER = "other"


class FiguresUncheckedError(RefusedError):
    """Nobody confirms or dismisses what was not compared with its source."""

    code = "FIGURES_UNCHECKED"


class ExemplarDecidedError(ConflictError):
    """It was confirmed, dismissed or expired before."""

    code = "EXEMPLAR_DECIDED"


class DismissalUnsaidError(RefusedError):
    """Another reason than those on the list is said in words."""

    code = "REASON_MISSING"


@dataclass(frozen=True, slots=True)
class Exemplar:
    """One exemplar: what one rule saw in the figures of one subject and period. The name stays in this service."""

    id: UUID
    number: str
    report_id: UUID
    subject_ref: str
    subject_name: str
    unit_code: str
    unit_path: tuple[str, ...]
    indicator: str
    period: Period
    figures: Figures
    source: str
    sign: Sign
    known_on: date
    detected_on: date
    pack_id: str
    pack_version: str
    decided_on: date | None = None
    dismissal: Dismissal | None = None
    reason_vi: str = ""
    award_id: UUID | None = None
    state: ExemplarState = ExemplarState.DETECTED
    version: int = 0

    @property
    def standings(self) -> Standings:
        """Who is what in it."""
        return {Standing.SUBJECT: (self.subject_ref,)}

    @property
    def title_vi(self) -> str:
        """What was achieved, in one sentence."""
        sign, value = self.sign, self.figures.value
        return f"{sign.indicator_vi} {self.period}: {written(value)} {sign.unit_vi}{self._compared()}"

    @property
    def explanation_vi(self) -> str:
        """Why the system points at it: the figure, what it was compared with, and the threshold."""
        sign, before = self.sign, self.figures.baseline
        limit = (
            written(sign.threshold) + f" {sign.unit_vi}" if sign.measure is Measure.VALUE else _percent(sign.threshold)
        )
        earlier = "" if before is None else f" Kỳ trước: {written(before)} {sign.unit_vi}."
        return f"{self.title_vi}; ngưỡng phát hiện: {_SIDE_VI[sign.operator]} {limit}.{earlier}"

    def confirm(self, on: date, *, figures_checked: bool) -> "Exemplar":
        """Somebody compared the figures with their source: it is one.

        Raises: ExemplarDecidedError, FiguresUncheckedError.
        """
        self._require_open(figures_checked=figures_checked)
        return replace(self, state=ExemplarState.CONFIRMED, decided_on=on)

    def dismiss(self, why: Dismissal, reason_vi: str, on: date, *, figures_checked: bool) -> "Exemplar":
        """It is none after all. Raises: ExemplarDecidedError, FiguresUncheckedError, DismissalUnsaidError."""
        self._require_open(figures_checked=figures_checked)
        if why is Dismissal.OTHER and not reason_vi:
            raise DismissalUnsaidError(field="reason_vi")
        return replace(self, state=ExemplarState.DISMISSED, dismissal=why, reason_vi=reason_vi, decided_on=on)

    def recognise(self, rewarded_ref: str, award_id: UUID) -> "Exemplar":
        """Its deed was rewarded. Nothing changes when it is another's award, or when it was not confirmed."""
        if self.state is not ExemplarState.CONFIRMED or rewarded_ref != self.subject_ref:
            return self
        return replace(self, state=ExemplarState.RECOGNISED, award_id=award_id)

    def expire(self, today: date) -> "Exemplar":
        """A year went by without an award. Before that, or when it is not confirmed, nothing changes."""
        if self.state is not ExemplarState.CONFIRMED or self.decided_on is None or today - self.decided_on < IDLE:
            return self
        return replace(self, state=ExemplarState.EXPIRED)

    def _compared(self) -> str:
        sign, figures = self.sign, self.figures
        if sign.measure is Measure.OF_TARGET and figures.target is not None:
            return f", bằng {_percent(sign.measured)} chỉ tiêu ({written(figures.target)} {sign.unit_vi})"
        if sign.measure is Measure.OF_BASELINE:
            return f", bằng {_percent(sign.measured)} kỳ trước"
        return ""

    def _require_open(self, *, figures_checked: bool) -> None:
        if self.state is not ExemplarState.DETECTED:
            raise ExemplarDecidedError(number=self.number)
        if not figures_checked:
            raise FiguresUncheckedError(field="figures_checked")


def exemplar_id_of(rule_id: str, subject_ref: str, period: Period) -> UUID:
    """The id of what a rule sees in a subject's figures of a period: it is detected once, however often reported."""
    return id_from("exemplar", rule_id, subject_ref, period.first.isoformat(), period.last.isoformat())


def detected(report: Report, sign: Sign, number: str, on: date) -> Exemplar:
    """The exemplar that a sign in a report points at."""
    return Exemplar(
        id=exemplar_id_of(sign.rule_id, report.subject_ref, report.period),
        number=number,
        report_id=report.id,
        subject_ref=report.subject_ref,
        subject_name=report.subject_name,
        unit_code=report.unit_code,
        unit_path=report.unit_path,
        indicator=report.indicator,
        period=report.period,
        figures=report.figures,
        source=report.source,
        sign=sign,
        known_on=report.reported_on,
        detected_on=on,
        pack_id=report.pack_id,
        pack_version=report.pack_version,
    )


def _percent(share: Decimal) -> str:
    return f"{written((share * 100).quantize(Decimal(1)))}%"
