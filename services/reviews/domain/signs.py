"""What figures of a time that just ended say of a unit with all below it, or of a movement.

Years that bunch, groups left behind, and what is done for form's sake.

Source: the design's section on metrics. A sign asks a person to look; it proves nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from services.reviews.domain.fairness import Quarter, UnitStaff, quarter_figures
from services.reviews.domain.figures import MonthOfAwards, Span, year_figures
from services.reviews.domain.finding import Figure, FindingKind
from services.reviews.domain.formalism import MonthOfReports, MovementAwards, movement_figures, report_figures
from shared.kernel.rulepack import Alerts

_FEBRUARY = 2
_MONTHS_IN_QUARTER = 3
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Sign:
    """One figure beyond its limit, both in whole percent, and the time of which it tells: 2026, 2026-Q3 or two days."""

    kind: FindingKind
    period: str
    figure: Figure


def year_that_ended(today: date) -> int | None:
    """The year from February to January that ended in the month before; None in any other month."""
    return today.year - 1 if today.month == _FEBRUARY else None


def quarter_that_ended(today: date) -> Quarter | None:
    """The quarter that ended in the month before; None in any other month."""
    if today.month % _MONTHS_IN_QUARTER != 1:
        return None
    return Quarter.of(f"{today:%Y-%m}").later(-1)


def months_of_year(year: int) -> Span:
    """Its months, from February to January."""
    return Span(f"{year:04}-02", f"{year + 1:04}-01")


def months_until(quarter: Quarter, alerts: Alerts) -> Span:
    """The months of the quarters that a sign of this one needs."""
    return Span(quarter.later(1 - alerts.quarters).span.first, quarter.span.last)


def signs_of_year(months: Sequence[MonthOfAwards], year: int, alerts: Alerts) -> Iterator[Sign]:
    """Whether too many awards of the year came at its end."""
    limit = alerts.year_end_share
    for figure in year_figures(months):
        share = figure.year_end_share
        if (figure.unit_id, figure.year) == (None, year) and share is not None and figure.is_bunched(limit):
            shown = Figure("year_end_share", ceil(share * _PERCENT), int(limit * _PERCENT))
            yield Sign(FindingKind.YEAR_END_BUNCHING, str(year), shown)


def signs_of_quarter(
    months: Sequence[MonthOfAwards], staff: Sequence[UnitStaff], quarter: Quarter, alerts: Alerts
) -> Iterator[Sign]:
    """Which favoured groups got too little, for as many quarters as the alert needs."""
    for figure in quarter_figures(months, staff, [quarter], alerts):
        ratio = figure.share.ratio
        if figure.unit_id is None and figure.alert and ratio is not None:
            shown = Figure(f"fair_ratio_{figure.share.group}", int(ratio * _PERCENT), int(alerts.fair_ratio * _PERCENT))
            yield Sign(FindingKind.UNFAIR_SHARE, figure.quarter, shown)


def signs_of_reports(months: Sequence[MonthOfReports], quarter: Quarter, alerts: Alerts) -> Iterator[Sign]:
    """Whether too many reports of the quarter repeat an earlier one."""
    share = report_figures(months)[0].share
    if share is not None and share > alerts.formalism:
        yield Sign(FindingKind.FORMALISM, quarter.name, _share("repeated_reports", share, alerts))


def signs_of_movement(told: MovementAwards, quarter: Quarter, alerts: Alerts) -> Iterator[Sign]:
    """Whether too many awards of a movement whose window ended in the quarter came in its last tenth."""
    movement, (figure,) = told.movement, movement_figures([told])
    ended = Quarter.of(f"{movement.window_to:%Y-%m}") == quarter
    if ended and figure.share is not None and figure.share > alerts.formalism:
        period = f"{movement.window_from.isoformat()}/{movement.window_to.isoformat()}"
        yield Sign(FindingKind.FORMALISM, period, _share("awards_near_end", figure.share, alerts))


def _share(metric: str, share: Fraction, alerts: Alerts) -> Figure:
    return Figure(metric, ceil(share * _PERCENT), int(alerts.formalism * _PERCENT))
