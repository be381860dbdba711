"""Tables as files for a spreadsheet: the same rows always give the same bytes.

Text stays text. A cell of a CSV file that a spreadsheet would take for a formula gets an apostrophe in front; in XLSX
every cell has its type, so nothing is changed there.

Source: RFC 4180 (CSV), ISO/IEC 29500 (XLSX); OWASP, CSV Injection.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | None
"""What a cell can hold; None is an empty one. Days are written as YYYY-MM-DD in CSV, as dates in XLSX."""

_READ_AS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNDATED: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - the file format keeps no zone
_WIDEST: Final = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table under its headings. `name` is what its tab says, in up to 31 letters, digits and blanks."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def csv_of(sheet: Sheet) -> bytes:
    """The table as CSV: UTF-8 with the mark by which spreadsheets know it, commas, CRLF."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(_plain(heading) for heading in sheet.headings)
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """The tables as one XLSX file, each on a tab of its own.

    Raises: ValueError when a table is larger, or a text longer, than the format can hold.
    """
    packed = BytesIO()
    with Workbook(packed, {"in_memory": True}) as book:
        book.set_properties({"created": _UNDATED})
        styles = {"bold": book.add_format({"bold": True}), "day": book.add_format({"num_format": "dd/mm/yyyy"})}
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, styles)
    return packed.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_READ_AS_FORMULA) else cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _fill(tab: Worksheet, sheet: Sheet, styles: dict[str, object]) -> None:
    for column, heading in enumerate(sheet.headings):
        _kept(tab.write_string(0, column, heading, styles["bold"]))
        longest = max((len(_plain(row[column])) for row in sheet.rows), default=0)
        tab.set_column(column, column, min(max(len(heading), longest) + 2, _WIDEST))
    tab.freeze_panes(1, 0)
    for line, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write(tab, line, column, cell, styles["day"])


def _write(tab: Worksheet, line: int, column: int, cell: Cell, day: object) -> None:
    if isinstance(cell, str):
        _kept(tab.write_string(line, column, cell))
    elif isinstance(cell, date):
        _kept(tab.write_datetime(line, column, cell, day))
    elif cell is not None:
        _kept(tab.write_number(line, column, cell))


def _kept(answer: int) -> None:
    # The library leaves out or cuts what does not fit, and says so by a number alone.
    if answer:
        raise ValueError("the table does not fit into the format")
