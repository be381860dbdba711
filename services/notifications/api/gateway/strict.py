"""JSON from outside, read strictly: UTF-8, no key twice, not too deep. Source: RFC 8259, RFC 7493 (I-JSON)."""

import json
from collections.abc import Sequence
from typing import Any, Final

from shared.runtime.web.problems import FieldError, ProblemError, technical

DEEPEST: Final = 20


def read(body: bytes, *, is_lines: bool) -> list[Any]:
    """What can be read in one way only: one value, or one a line, empty lines aside.

    Raises: ProblemError (malformed).
    """
    lines = [line for line in body.splitlines() if line.strip()] if is_lines else [body]
    values = []
    for number, line in enumerate(lines):
        try:
            text = line.decode("utf-8", errors="strict")
            value = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
            _measure(value, 1)
            json.dumps(value, ensure_ascii=False).encode()
            values.append(value)
        except (ValueError, RecursionError) as error:
            raise ProblemError(technical("malformed", errors=[_where(number, lines)])) from error
    return values


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _measure(value: object, depth: int) -> None:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if depth > DEEPEST and isinstance(value, dict | list):
        raise ValueError("too deep")
    for each in inner:
        _measure(each, depth + 1)


def _where(number: int, lines: Sequence[bytes]) -> FieldError:
    return {
        "path": str(number) if len(lines) > 1 else "",
        "code": "malformed",
        "message_vi": "Không đọc được JSON: phải là UTF-8, không trùng khóa, không quá 20 tầng.",
        "message_en": "Unreadable JSON: UTF-8, no key twice, at most 20 levels.",
    }
