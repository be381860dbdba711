"""Figures of the results feed: what somebody achieved in a period, told by a provincial system."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from services.nominations.domain.detection import Figures, Sign
from shared.kernel.errors import RefusedError
from shared.kernel.ids import id_from

_QUARTER_MONTHS, _YEAR_MONTHS = 3, 12
_ROMAN = ("I", "II", "III", "IV")


class PeriodError(RefusedError):
    """A period begins before it ends."""

    code = "DATES_NOT_ASCENDING"


class FuturePeriodError(RefusedError):
    """Only a period that is over has a result."""

    code = "DATE_IN_FUTURE"


@dataclass(frozen=True, slots=True)
class Period:
    """The days of which a figure tells, both included."""

    first: date
    last: date

    def checked(self, today: date) -> "Period":
        """Give it back when it can have a result. Raises: PeriodError, FuturePeriodError."""
        if self.last < self.first:
            raise PeriodError(field="period_from")
        if self.last > today:
            raise FuturePeriodError(field="period_to")
        return self

    def __str__(self) -> str:
        """In Vietnamese words: a month, a quarter or a year by its name, anything else by its days."""
        months = (self.last.year - self.first.year) * _YEAR_MONTHS + self.last.month - self.first.month + 1
        is_whole = self.first.day == 1 and (self.last + timedelta(days=1)).day == 1
        if is_whole and months == 1:
            return f"tháng {self.last.month}/{self.last.year}"
        if is_whole and months == _QUARTER_MONTHS and self.last.month % _QUARTER_MONTHS == 0:
            return f"quý {_ROMAN[self.last.month // _QUARTER_MONTHS - 1]}/{self.last.year}"
        if is_whole and months == self.last.month == _YEAR_MONTHS:
            return f"năm {self.last.year}"
        return f"từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Report:
    """One figure, as it was reported; it is never changed, a corrected one is another report.

    `indicator` and `source` are codes of the systems that feed. The pack is that of the day of the report, and `signs`
    are what its rules see in the figure.
    """

    id: UUID
    subject_ref: str
    subject_name: str
    unit_code: str
    unit_path: tuple[str, ...]
    indicator: str
    period: Period
    figures: Figures
    source: str
    reported_on: date
    pack_id: str
    pack_version: str
    signs: tuple[Sign, ...]
    version: int = 0


def report_id_of(cause_id: UUID) -> UUID:
    """The id of the report that this command makes."""
    return id_from("result", cause_id)


def written(figure: Decimal) -> str:
    """A figure as people in Vietnam write it."""
    return f"{figure.normalize():f}".replace(".", ",")
