import pytest

from shared.runtime.sheets import Sheet, csv_of, xlsx_of
from shared.runtime.web.downloads import FileKind, download

SHEET = Sheet("Bảng", ["Đơn vị"], [["STP-HP"]])


@pytest.mark.parametrize(
    ("kind", "content", "media_type"),
    [
        (FileKind.CSV, csv_of(SHEET), "text/csv; charset=utf-8"),
        (FileKind.XLSX, xlsx_of([SHEET]), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_browser_saves_a_table_under_its_name(kind: FileKind, content: bytes, media_type: str) -> None:
    answer = download("chi-tra", SHEET, kind)
    assert answer.body == content
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="chi-tra.{kind}"'
