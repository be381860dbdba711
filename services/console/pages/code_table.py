"""A table of codes of units as it is pasted from a sheet: one row a line, six columns, faults by line."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.console.pages.passing import Json

MOST_ROWS: Final = 1_000
"""How many rows the owner takes at once."""

_MOST_FAULTS: Final = 20
_FEWEST_COLUMNS: Final = 4
_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_HEADING: Final = "Mã đơn vị"


@dataclass(frozen=True, slots=True)
class Table:
    """What was read, and which lines could not be; nothing is sent while one could not."""

    rows: Sequence[Json]
    faults: Sequence[str]


class _UnreadableError(ValueError):
    """A line that is no row, with what to mend."""


def read_table(pasted: str) -> Table:
    """The rows of a pasted table: unit, scheme, code, first day, last day, decision; the last two may be empty.

    Columns stand apart by tabs, as sheets copy them, or by semicolons. A line of headings is passed over.
    """
    rows: list[Json] = []
    faults: list[str] = []
    lines = [(number, line) for number, line in enumerate(pasted.split("\n"), 1) if line.strip()]
    for number, line in lines:
        try:
            cells = _cells(line)
            if cells[0].casefold() != _HEADING.casefold():
                rows.append(_row(cells))
        except _UnreadableError as error:
            faults.append(f"Dòng {number}: {error}")
    if len(rows) > MOST_ROWS:
        faults.append(f"Mỗi lần ghi nhiều nhất {MOST_ROWS} dòng; bảng này có {len(rows)}. Chia bảng rồi ghi từng phần.")
    if not rows and not faults:
        faults.append("Dán ít nhất một dòng.")
    more = [f"Còn {len(faults) - _MOST_FAULTS} dòng khác cần sửa."] if len(faults) > _MOST_FAULTS else []
    return Table(rows, [*faults[:_MOST_FAULTS], *more])


def _cells(line: str) -> list[str]:
    separator = "\t" if "\t" in line else ";"
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
    except csv.Error:
        raise _UnreadableError("không đọc được.") from None


def _row(cells: Sequence[str]) -> Json:
    unit, scheme, value, first, last, decision = [*cells, *[""] * 6][:6]
    if len([cell for cell in cells[:_FEWEST_COLUMNS] if cell]) < _FEWEST_COLUMNS:
        raise _UnreadableError("cần có mã đơn vị, bảng mã, mã, từ ngày.")
    row = {"unit_id": unit, "scheme": scheme, "value": value, "valid_from": _day(first), "decision_no": decision}
    if not last:
        return row
    if _day(last) < row["valid_from"]:
        raise _UnreadableError("ngày cuối trước ngày đầu.")
    return row | {"valid_to": _day(last)}


def _day(typed: str) -> str:
    """A day as 22/07/2020 or 2020-07-22, as ISO text. Raises: _UnreadableError."""
    found = _DAY.fullmatch(typed)
    try:
        return (date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(typed)).isoformat()
    except ValueError:
        raise _UnreadableError(f"“{typed}” không phải ngày; viết như 22/07/2020.") from None
