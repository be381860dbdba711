"""Who did it together with the commended one: rows of the form, each with a share in whole percent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.console.pages.numbers import number_of

MOST_ROWS: Final = 20
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was typed; `place` counts from 1."""

    place: int
    ref: str = ""
    share: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.ref and not self.share

    @property
    def percent(self) -> int | None:
        """The share as a number from 1 to 99; None when it is none."""
        number = number_of(self.share) or 0
        return number if 0 < number < _WHOLE else None


def rows_of(values: Mapping[str, str]) -> list[Row]:
    """The rows that a form or a draft holds, counted anew."""
    found = [n for n in range(1, MOST_ROWS + 1) if f"nguoi-{n}" in values or f"ty-le-{n}" in values]
    return [
        Row(place, values.get(f"nguoi-{n}", ""), values.get(f"ty-le-{n}", "")) for place, n in enumerate(found, start=1)
    ]


def values_of(rows: Sequence[Row]) -> dict[str, str]:
    """The rows under the names of their fields."""
    refs = {f"nguoi-{row.place}": row.ref for row in rows}
    return refs | {f"ty-le-{row.place}": row.share for row in rows}


def is_about_rows(form: Mapping[str, str]) -> bool:
    """Whether the person asked for one row more or less, not to go on."""
    return "them-nguoi" in form or "bot-nguoi" in form


def changed(form: Mapping[str, str]) -> list[Row]:
    """The rows of a form after the button that was pressed: one added at the end, or one taken away."""
    rows = [row for row in rows_of(form) if str(row.place) != form.get("bot-nguoi")]
    if "them-nguoi" in form and len(rows) < MOST_ROWS:
        rows.append(Row(0))
    return [Row(place, row.ref, row.share) for place, row in enumerate(rows, start=1)]


def faults_in_rows(values: Mapping[str, str]) -> dict[str, str]:
    """What to mend in the rows, by field; blank rows are no fault."""
    rows = [row for row in rows_of(values) if not row.is_blank]
    often = Counter(row.ref for row in rows if row.ref)
    faults: dict[str, str] = {}
    for row in rows:
        if not row.ref:
            faults[f"nguoi-{row.place}"] = "Chọn người cùng làm, hoặc bớt dòng này."
        elif row.ref == values.get("doi-tuong"):
            faults[f"nguoi-{row.place}"] = "Người này đã được đề nghị ở mục 1; bớt dòng này."
        elif often[row.ref] > 1:
            faults[f"nguoi-{row.place}"] = "Người này được ghi nhiều lần; giữ một dòng."
        if row.percent is None:
            faults[f"ty-le-{row.place}"] = "Nhập tỷ lệ là số nguyên từ 1 đến 99."
    total = sum(row.percent or 0 for row in rows)
    if rows and total >= _WHOLE:
        sentence = f"Cộng lại đã là {total} %; phải để lại ít nhất 1 % cho người hoặc tập thể ở mục 1."
        faults.setdefault(f"ty-le-{rows[-1].place}", sentence)
    return faults


def shares_of(values: Mapping[str, str]) -> list[tuple[str, int]]:
    """Everybody with their share, the commended one first with what the others leave."""
    others = [(row.ref, row.percent) for row in rows_of(values) if row.ref and row.percent is not None]
    rest = _WHOLE - sum(share for _, share in others)
    return [(values.get("doi-tuong", ""), rest), *others]
