"""Where a client stands in the register: an epoch and a number. Valid for ever, or known to be of a lost history."""

import re
from dataclasses import dataclass
from typing import Final

_FORM: Final = re.compile(r"(?P<epoch>[0-9a-z]{1,32})\.(?P<seq>[1-9][0-9]{0,15})")


class CursorInvalidError(ValueError):
    """It was never given out."""


class CursorForkedError(Exception):
    """What it stands behind was lost in a restore; `resume_from` is where both histories are still the same."""

    def __init__(self, resume_from: "Cursor") -> None:
        self.resume_from = resume_from
        super().__init__(str(resume_from))


@dataclass(frozen=True, slots=True)
class Cursor:
    """After the entry of this number, which was made in this epoch; before all of them with number 0."""

    epoch: str = ""
    seq: int = 0

    def __str__(self) -> str:
        """As clients keep it."""
        return f"{self.epoch}.{self.seq}" if self.seq else "0"


def read(text: str) -> Cursor:
    """A cursor as a client sends it. Raises: CursorInvalidError."""
    if text == "0":
        return Cursor()
    if (found := _FORM.fullmatch(text)) is None:
        raise CursorInvalidError(text)
    return Cursor(found["epoch"], int(found["seq"]))
