import csv
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.sheets import Cell, Sheet, csv_of, xlsx_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NATURAL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60)


def table(*rows: list[Cell]) -> Sheet:
    return Sheet("Bảng", [f"Cột {number}" for number in range(len(rows[0]))], rows)


def lines(sheet: Sheet) -> list[list[str]]:
    return list(csv.reader(StringIO(csv_of(sheet).decode("utf-8-sig"), newline="")))[1:]


def cells(content: bytes) -> list[tuple[str, str]]:
    """The type and the text of each cell below the headings, read from the file as any other program would."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        strings = ["".join(part.itertext()) for part in part_of(packed, "sharedStrings")]
        rows = list(part_of(packed, "worksheets/sheet1").iter(f"{MAIN}row"))[1:]
    found = []
    for cell in (cell for row in rows for cell in row):
        assert cell.find(f"{MAIN}f") is None, "a formula"
        value, kind = cell.findtext(f"{MAIN}v", ""), cell.get("t", "n")
        found.append((kind, strings[int(value)] if kind == "s" else value))
    return found


def part_of(packed: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(packed.read(f"xl/{name}.xml"))  # noqa: S314 - a file of our own


@given(st.lists(NATURAL, min_size=1, max_size=5))
def test_text_of_any_kind_is_text_again_in_both_files(texts: list[str]) -> None:
    sheet = table(list(texts))
    assert cells(xlsx_of([sheet])) == [("s", text) for text in texts]
    assert [kept.removeprefix("'") for kept in lines(sheet)[0]] == [text.removeprefix("'") for text in texts]


@pytest.mark.parametrize("text", ["=1+1", "+84 900", "-2", "@x", "\t=1", "\r=1", "＝1", '=HYPERLINK("a")'])
def test_no_text_is_ever_a_formula(text: str) -> None:
    sheet = table([text])
    assert lines(sheet) == [[f"'{text}"]]
    assert [kind for kind, _ in cells(xlsx_of([sheet]))] == ["s"]


def test_numbers_and_days_keep_their_type_and_an_unknown_one_is_empty() -> None:
    row: list[Cell] = [-5, 760_000, Decimal("2.5"), date(2026, 10, 6), None]
    assert lines(table(row)) == [["-5", "760000", "2.5", "2026-10-06", ""]]
    assert cells(xlsx_of([table(row)])) == [("n", "-5"), ("n", "760000"), ("n", "2.5"), ("n", "46301")]


def test_the_same_rows_are_the_same_file() -> None:
    sheets = [table(["Tổ Một", 1]), Sheet("Khác", ["Ngày"], [[date(2026, 1, 2)]])]
    assert xlsx_of(sheets) == xlsx_of(sheets)
    assert csv_of(sheets[0]) == csv_of(sheets[0])


def test_what_does_not_fit_is_refused_and_never_cut() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        xlsx_of([table(["x" * 32_768])])
    assert xlsx_of([table(["x" * 32_767])])


def test_a_table_without_rows_has_its_headings() -> None:
    empty = Sheet("Trống", ["Đơn vị"], [])
    assert csv_of(empty).decode("utf-8-sig") == "Đơn vị\r\n"
    assert cells(xlsx_of([empty])) == []
