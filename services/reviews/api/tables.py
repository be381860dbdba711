"""Figures as rows: the same for programs and for a spreadsheet."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final, Protocol

from pydantic import BaseModel

from services.reviews.domain.answers import AnswerFigure
from services.reviews.domain.fairness import QuarterFigure
from services.reviews.domain.figures import FEW, StageFigure, YearFigure
from services.reviews.domain.formalism import MovementFigure, ReportFigure
from shared.kernel.rulepack import Alerts
from shared.runtime.sheets import Cell, Sheet

_TEN_THOUSANDTH: Final = Decimal("0.0001")
_ALL_VI: Final = "Tất cả"
_STAGE_VI: Final = {
    "deed_known": "Từ thành tích đến khi biết",
    "known_submitted": "Từ khi biết đến khi nhận đề nghị",
    "submitted_decided": "Từ khi nhận đến quyết định",
    "total": "Tổng cộng",
    "held": "Tạm dừng để xác minh",
    "calendar_days": "Từ thành tích đến quyết định (ngày lịch)",
}
GROUP_VI: Final = {"direct": "Trực tiếp", "specialist": "Chuyên môn", "small_collective": "Tập thể nhỏ"}


class Table(Protocol):
    """An answer that can be had as a file."""

    def sheet(self) -> Sheet:
        """The same rows for a spreadsheet."""


class StageRow(BaseModel):
    """How many days a stage took. `unit_id` is null for all units, `median` and `p90` where awards are few."""

    unit_id: str | None
    stage: str
    awards: int
    median: Decimal | None
    p90: int | None


class YearEndRow(BaseModel):
    """What of a year's awards came from November to January: `at_year_end` and `share`, null where awards are few."""

    unit_id: str | None
    year: int
    awards: int
    at_year_end: int | None
    share: Decimal | None
    alert: bool


class ConcentrationRow(BaseModel):
    """How a year's awards crowd into few months: the sum of the squares of the months' shares."""

    unit_id: str | None
    year: int
    awards: int
    concentration: Decimal | None


class FairnessRow(BaseModel):
    """What a group got of a quarter's awards, null where few, against what it is of the staff.

    `ratio` is null also where the staff is unknown.
    """

    unit_id: str | None
    quarter: str
    group: str
    awards: int | None
    of_awards: int
    staff: int
    of_staff: int
    ratio: Decimal | None
    alert: bool


class AnsweredRow(BaseModel):
    """Of the `due` suggestions `in_time` were answered by their day. It and `share` are null where they are few."""

    unit_id: str | None
    due: int
    in_time: int | None
    share: Decimal | None


class FormalismRow(BaseModel):
    """What of a unit's reports, or a movement's awards, is for form's sake: `formal` and `share`, null where few.

    `part` is `reports` (they repeat an earlier one) or `movement_awards` (they came in the last tenth of the window).
    """

    part: str
    unit_id: str | None
    movement: str | None
    of: int
    formal: int | None
    share: Decimal | None
    alert: bool


class Answer(BaseModel):
    """The span that was asked about: months as YYYY-MM, and one unit with all below or null."""

    first_month: str
    last_month: str
    unit_id: str | None


class StagesAnswer(Answer):
    """Lead times."""

    rows: tuple[StageRow, ...]

    def sheet(self) -> Sheet:
        """The same rows for a spreadsheet."""
        headings = ("Chặng", "Số khen thưởng", f"Trung vị, ngày ({_FROM_FEW})", f"P90, ngày ({_FROM_FEW})")
        rows = [(row.unit_id, _STAGE_VI[row.stage], row.awards, row.median, row.p90) for row in self.rows]
        return _sheet("Thời gian", headings, rows)


class YearEndsAnswer(Answer):
    """Shares of the year's end."""

    rows: tuple[YearEndRow, ...]

    def sheet(self) -> Sheet:
        """The same rows for a spreadsheet."""
        headings = ("Năm (từ tháng 2)", "Số khen thưởng", "Từ tháng 11 đến tháng 1", f"Tỷ lệ ({_FROM_FEW})", "Cảnh báo")
        rows = [
            (row.unit_id, row.year, row.awards, row.at_year_end, row.share, _said(alert=row.alert)) for row in self.rows
        ]
        return _sheet("Dồn cuối năm", headings, rows)


class ConcentrationAnswer(Answer):
    """Concentrations."""

    rows: tuple[ConcentrationRow, ...]

    def sheet(self) -> Sheet:
        """The same rows for a spreadsheet."""
        headings = ("Năm (từ tháng 2)", "Số khen thưởng", f"Mức tập trung ({_FROM_FEW})")
        rows = [(row.unit_id, row.year, row.awards, row.concentration) for row in self.rows]
        return _sheet("Tập trung", headings, rows)


class FairnessAnswer(Answer):
    """Fair shares."""

    rows: tuple[FairnessRow, ...]

    def sheet(self) -> Sheet:
        """The same rows for a spreadsheet."""
        counts = ("Khen thưởng cho nhóm", "Trong số khen thưởng", "Nhóm có", "Trong số")
        headings = ("Quý", "Nhóm", *counts, f"Tỷ số ({_FROM_FEW})", "Cảnh báo")
        rows = [
            (
                *(row.unit_id, row.quarter, GROUP_VI[row.group], row.awards, row.of_awards),
                *(row.staff, row.of_staff, row.ratio, _said(alert=row.alert)),
            )
            for row in self.rows
        ]
        return _sheet("Công bằng", headings, rows)


class AnsweredAnswer(Answer):
    """Answered suggestions."""

    rows: tuple[AnsweredRow, ...]

    def sheet(self) -> Sheet:
        """The same rows for a spreadsheet."""
        headings = ("Gợi ý đến hạn trả lời", "Trả lời đúng hạn", f"Tỷ lệ ({_FROM_FEW})")
        return _sheet("Trả lời gợi ý", headings, [(row.unit_id, row.due, row.in_time, row.share) for row in self.rows])


class FormalismAnswer(Answer):
    """What is done for form's sake. `missing` names the parts of which nothing is recorded yet."""

    rows: tuple[FormalismRow, ...]
    missing: tuple[str, ...] = ("pledges",)

    def sheet(self) -> Sheet:
        """The same rows for a spreadsheet."""
        headings = ("Phần", "Phong trào", "Tổng số", "Hình thức", f"Tỷ lệ ({_FROM_FEW})", "Cảnh báo")
        rows: list[tuple[Cell, ...]] = [
            (
                *(row.unit_id, _PART_VI[row.part], row.movement, row.of, row.formal, row.share),
                _said(alert=row.alert),
            )
            for row in self.rows
        ]
        return _sheet("Hình thức", headings, [*rows, (None, *_NO_PLEDGES)])


_PART_VI: Final = {"reports": "Báo cáo lặp lại", "movement_awards": "Khen dồn cuối phong trào"}
_NO_PLEDGES: Final = ("Giao ước chưa có thành tích: chưa ghi nhận giao ước nên chưa có số liệu", *[None] * 5)
_FROM_FEW: Final = f"khi có từ {FEW}"


def stage_row(figure: StageFigure) -> StageRow:
    """A lead time as it is shown."""
    return StageRow(
        unit_id=figure.unit_id,
        stage=figure.stage,
        awards=figure.awards,
        median=None if figure.median is None else _exact(figure.median),
        p90=figure.p90,
    )


def year_end_row(figure: YearFigure, alerts: Alerts) -> YearEndRow:
    """A year's end as it is shown."""
    return YearEndRow(
        unit_id=figure.unit_id,
        year=figure.year,
        awards=figure.awards,
        at_year_end=_part(figure.at_year_end, figure.awards),
        share=rounded(figure.year_end_share),
        alert=figure.is_bunched(alerts.year_end_share),
    )


def concentration_row(figure: YearFigure) -> ConcentrationRow:
    """A concentration as it is shown."""
    return ConcentrationRow(
        unit_id=figure.unit_id, year=figure.year, awards=figure.awards, concentration=rounded(figure.concentration)
    )


def fairness_row(figure: QuarterFigure) -> FairnessRow:
    """A share as it is shown."""
    return FairnessRow(
        unit_id=figure.unit_id,
        quarter=figure.quarter,
        **asdict(figure.share) | {"awards": _part(figure.share.awards, figure.share.of_awards)},
        ratio=rounded(figure.share.ratio),
        alert=figure.alert,
    )


def answered_row(figure: AnswerFigure) -> AnsweredRow:
    """Answered suggestions as they are shown."""
    in_time = _part(figure.in_time, figure.due)
    return AnsweredRow(unit_id=figure.unit_id, due=figure.due, in_time=in_time, share=rounded(figure.share))


def report_row(figure: ReportFigure, alerts: Alerts) -> FormalismRow:
    """Repeated reports as they are shown."""
    return _formal("reports", figure.unit_id, None, figure.reports, figure.repeating, figure.share, alerts)


def movement_row(figure: MovementFigure, alerts: Alerts) -> FormalismRow:
    """A movement's awards as they are shown."""
    unit_id, code = figure.movement.unit_path[-1], figure.movement.code
    return _formal("movement_awards", unit_id, code, figure.awards, figure.near_end, figure.share, alerts)


def rounded(share: Fraction | None) -> Decimal | None:
    """A share with four decimal places, rounded half up."""
    return None if share is None else _exact(share).quantize(_TEN_THOUSANDTH, ROUND_HALF_UP)


def _formal(
    part: str, unit_id: str | None, movement: str | None, of: int, formal: int, share: Fraction | None, alerts: Alerts
) -> FormalismRow:
    return FormalismRow(
        part=part,
        unit_id=unit_id,
        movement=movement,
        of=of,
        formal=_part(formal, of),
        share=rounded(share),
        alert=share is not None and share > alerts.formalism,
    )


def _part(count: int, of: int) -> int | None:
    """How many of so many: of few it is not told, it would speak of a few people."""
    return count if of >= FEW else None


def _said(*, alert: bool) -> str:
    return "Có" if alert else "Không"


def _exact(figure: Fraction) -> Decimal:
    return Decimal(figure.numerator) / figure.denominator


def _sheet(name: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Sheet:
    return Sheet(name, ("Đơn vị", *headings), [(row[0] or _ALL_VI, *row[1:]) for row in rows])
