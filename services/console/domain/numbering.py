"""The order in which people expect numbers such as KT-2026-9999 and KT-2026-10000."""

import re


def in_order(number: str) -> str:
    """A text that sorts as people read the number: its digits count as whole numbers."""
    return re.sub(r"\d+", _counted, number)


def _counted(found: re.Match[str]) -> str:
    digits = found[0].lstrip("0")
    return f"{len(digits):03}{digits}"
