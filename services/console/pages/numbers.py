"""Whole numbers as people type them."""

import re
from typing import Final

_NUMBER: Final = re.compile(r"\d{1,15}")


def number_of(text: str) -> int | None:
    """The number that the text is; None when it is none, or longer than anybody counts."""
    return int(text) if _NUMBER.fullmatch(text) else None
