"""What the events of a finding tell."""

from typing import Any

from services.reviews.domain.finding import Finding
from services.reviews.usecases.ports import Numbers


def about(finding: Finding) -> dict[str, Any]:
    """The fields that every event of a finding has."""
    return {
        "finding_id": finding.id,
        "number": finding.number,
        "kind": finding.kind.value,
        "unit_id": finding.subject.unit_id,
        "unit_path": finding.subject.unit_path,
    }


async def new_number(numbers: Numbers, year: int) -> str:
    """A fresh public code of a finding of that year; gaps are allowed."""
    return f"GS-{year}-{await numbers.next(f'findings/{year}'):04}"
