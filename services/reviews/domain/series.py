"""The series of a grantor's decisions: their numbers count up in each year."""

import re
from typing import Final

_NUMBER: Final = re.compile(r"([1-9][0-9]{0,8})/QĐ-(.+)")


def number_of(serial: int, unit_id: str) -> str:
    """The number of one place in the series, such as 12/QĐ-STP-HP."""
    return f"{serial}/QĐ-{unit_id}"


def serial_of(number: str, unit_id: str) -> int | None:
    """The place of a number in the unit's series; None for a number that is not of it."""
    found = _NUMBER.fullmatch(number)
    return int(found[1]) if found is not None and found[2] == unit_id else None
