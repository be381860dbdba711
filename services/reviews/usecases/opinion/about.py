"""What the events of an opinion tell."""

from typing import Any

from services.reviews.domain.opinion import Opinion


def about(opinion: Opinion) -> dict[str, Any]:
    """The fields that every event of an opinion has."""
    facts = opinion.facts
    return {
        "opinion_id": opinion.id,
        "case_id": opinion.case_id,
        "number": facts.number,
        "subject_ref": facts.subject_ref,
        "unit_id": facts.unit_id,
        "unit_path": facts.unit_path,
        "grantor_unit_id": facts.grantor_unit_id,
        "grantor_path": facts.grantor_path,
        "body_id": opinion.body_id,
        "due_on": opinion.due_on,
        "silence": opinion.silence.value,
    }
