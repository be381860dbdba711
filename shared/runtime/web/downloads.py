"""A table as the answer to a request: a file that a browser saves under its name."""

from enum import StrEnum
from typing import Final

from starlette.responses import Response

from shared.runtime.sheets import Sheet, csv_of, xlsx_of

_MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class FileKind(StrEnum):
    """The files that a table can be had as."""

    CSV = "csv"
    XLSX = "xlsx"


def download(name: str, sheet: Sheet, kind: FileKind) -> Response:
    """The table as the file `name`.csv or `name`.xlsx; the name is a word of ours in ASCII, never a person's."""
    content = csv_of(sheet) if kind is FileKind.CSV else xlsx_of([sheet])
    saved_as = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(content, media_type=_MEDIA[kind], headers=saved_as)
