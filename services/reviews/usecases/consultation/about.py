"""What the events of a consultation tell: how many spoke, never who, nor what was said."""

from typing import Any

from services.reviews.domain.consultation import Consultation, Side


def about(consultation: Consultation) -> dict[str, Any]:
    """The fields that every event of a consultation has."""
    facts = consultation.facts
    return {
        "consultation_id": consultation.id,
        "case_id": consultation.case_id,
        "number": facts.number,
        "subject_ref": facts.subject_ref,
        "unit_id": facts.unit_id,
        "unit_path": facts.unit_path,
        "grantor_unit_id": facts.grantor_unit_id,
        "grantor_path": facts.grantor_path,
    }


def counts(consultation: Consultation) -> dict[str, int]:
    """How many spoke on each side, and how many wait for their answer."""
    sides = consultation.sides
    return {
        "in_favour": sides[Side.FOR],
        "against": sides[Side.AGAINST],
        "other": sides[Side.OTHER],
        "unanswered": consultation.unanswered,
    }
