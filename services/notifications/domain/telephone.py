"""A telephone that short messages reach: mobile numbers of Viet Nam, in one form."""

import re
from typing import Final

from shared.kernel.errors import RefusedError

_BETWEEN: Final = re.compile(r"[\s.()\-]")
_MOBILE: Final = re.compile(r"(?:\+84|0084|84|0)([35789][0-9]{8})")
"""Mobile numbers begin with one of these digits behind the 0 of the country; a landline takes no short message."""


_DIGITS_TOLD: Final = 3


def ends_of(number: str) -> str:
    """What is told of a number to those who look for a message to it; by so little nobody is found."""
    return number[-_DIGITS_TOLD:]


def e164(text: str) -> str:
    """The number as `+84…`, however it was typed. Raises: RefusedError (TELEPHONE_WRONG)."""
    found = _MOBILE.fullmatch(_BETWEEN.sub("", text))
    if found is None:
        raise RefusedError("TELEPHONE_WRONG")
    return f"+84{found[1]}"
