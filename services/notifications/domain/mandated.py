"""Which messages a rule demands, so that nobody can switch them off. Source: the messages people receive, letter M."""

from typing import Final

MANDATED: Final = frozenset(
    {
        "returned",
        "ineligible",
        "refused",
        "overdue",
        "decision_overdue",
        "apology",
        "to_answer_opinion",
        "convened",
        "recommended",
        "congratulation",
        "corrected",
        "revoked",
        "finding_raised",
        "finding_assigned",
        "complaint_received",
        "complaint_accepted",
        "complaint_resolved",
        "complaint_upheld",
    }
)
"""Names of templates."""


def is_mandated(template: str) -> bool:
    """Whether the message of this template goes even to one who wants none."""
    return template in MANDATED
