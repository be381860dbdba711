"""How much a message presses: by night too, at once, or when there is time; and which nobody may turn off.

Source: the messages people receive, column U.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class Urgency(IntEnum):
    """The first goes out at night too, the second waits for the morning, the third for a digest."""

    NIGHT_TOO = 1
    AT_ONCE = 2
    DIGEST = 3


@dataclass(frozen=True, slots=True)
class Weight:
    """`is_mandated`: no unit and no person may turn it off or put it off."""

    urgency: Urgency = Urgency.AT_ONCE
    is_mandated: bool = False


_NIGHT_MANDATED: Final = Weight(Urgency.NIGHT_TOO, is_mandated=True)
_NIGHT: Final = Weight(Urgency.NIGHT_TOO)
_MANDATED: Final = Weight(is_mandated=True)
_LATER: Final = Weight(Urgency.DIGEST)
_NORMAL: Final = Weight()

WEIGHTS: Final[Mapping[str, Weight]] = {
    "overdue": _NIGHT_MANDATED,
    "decision_overdue": _NIGHT_MANDATED,
    "answer_overdue": _NIGHT_MANDATED,
    "finding_overdue": _NIGHT_MANDATED,
    "complaint_overdue": _NIGHT_MANDATED,
    "convened": _NIGHT_MANDATED,
    "vote_closes_soon": _NIGHT_MANDATED,
    "endpoint_failing": _NIGHT,
    "certificate_ending": _NIGHT,
    "endpoint_disabled": _NIGHT,
    "apology": _MANDATED,
    "returned": _MANDATED,
    "ineligible": _MANDATED,
    "lapsed": _MANDATED,
    "merged": _MANDATED,
    "refused": _MANDATED,
    "not_withdrawn": _MANDATED,
    "to_answer_opinion": _MANDATED,
    "vote_opened": _MANDATED,
    "adjourned": _MANDATED,
    "recommended": _MANDATED,
    "to_sign": _MANDATED,
    "congratulation": _MANDATED,
    "corrected": _MANDATED,
    "revoked": _MANDATED,
    "finding_raised": _MANDATED,
    "finding_assigned": _MANDATED,
    "finding_reopened": _MANDATED,
    "complaint_received": _MANDATED,
    "complaint_accepted": _MANDATED,
    "complaint_resolved": _MANDATED,
    "complaint_upheld": _MANDATED,
    "complaint_due_soon": _MANDATED,
    "published": _LATER,
    "movement": _LATER,
    "consultation_opened": _LATER,
    "rules": _LATER,
    "week_figures": _LATER,
    "month_figures": _LATER,
}
"""What weighs otherwise than most: at once by day, and everybody may choose."""


def weight_of(template: str) -> Weight:
    """How much the messages of a template press."""
    return WEIGHTS.get(template, _NORMAL)
