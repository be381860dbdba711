"""What a verb answers: rows for a program or a person, a closing sentence, and how it went."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, TextIO
from uuid import UUID

Row = Mapping[str, Any]


class Code(IntEnum):
    """The exit code of a verb."""

    DONE = 0
    WRONG = 1
    USAGE = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows with the same names. A person reads `said` below them, and a `sheet` of one row downwards.

    `wide` names what only programs get, because no line of a terminal holds it. `left_out` says what is not among the
    rows; it goes to standard error, where programs and people see it.
    """

    rows: Sequence[Row] = ()
    said: str = ""
    code: Code = Code.DONE
    wide: frozenset[str] = frozenset()
    is_sheet: bool = False
    left_out: str = ""


def tell(answer: Answer, to: TextIO, *, as_json: bool) -> None:
    """Write an answer: one JSON document a line, or a table and its sentence."""
    if as_json:
        lines = [json.dumps(row, ensure_ascii=False, default=_plain) for row in answer.rows]
    else:
        lines = [*_table(_shown(answer)), *([answer.said] if answer.said else [])]
    to.writelines(f"{line}\n" for line in lines)


def _shown(answer: Answer) -> list[list[str]]:
    """The cells of the table, its heading first."""
    names = [name for name in (answer.rows[0] if answer.rows else {}) if name not in answer.wide]
    cells = [[_text(row[name]) for name in names] for row in answer.rows]
    if answer.is_sheet:
        return [list(pair) for row in cells for pair in zip(names, row, strict=True)]
    return [names, *cells] if cells else []


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    text = json.dumps(value, ensure_ascii=False, default=_plain) if isinstance(value, list | dict) else str(value)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _table(cells: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]


def _width(text: str) -> int:
    """Columns of a terminal: a mark that stands above a letter takes none."""
    return sum(unicodedata.combining(letter) == 0 for letter in text)
