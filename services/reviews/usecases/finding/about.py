"""What the events of a finding tell."""

from typing import Any

from services.reviews.domain.finding import Finding


def about(finding: Finding) -> dict[str, Any]:
    """The fields that every event of a finding has."""
    return {
        "finding_id": finding.id,
        "number": finding.number,
        "kind": finding.kind.value,
        "unit_id": finding.subject.unit_id,
        "unit_path": finding.subject.unit_path,
    }


def series(year: int) -> str:
    """The counter of the findings of a year."""
    return f"findings/{year}"


def number_of(year: int, count: int) -> str:
    """The public code of a finding."""
    return f"GS-{year}-{count:04}"
