"""What the events of an award tell."""

from dataclasses import asdict
from typing import Any

from services.reviews.domain.award import Award
from services.reviews.domain.grant import Grant
from shared.contracts.parts import LeadTimes

_OF_FACTS = (
    "subject_ref",
    "subject_kind",
    "work_role",
    "size",
    "nomination_type",
    "form_code",
    "grantor_unit_id",
    "deed_id",
    "year",
    "movement_id",
    "proposer_ref",
    "endorser_ref",
)
_OF_GRANT = (
    "decided_on",
    "decided_at",
    "form_name_vi",
    "bonus_vnd",
    "counted_as",
    "small_collective",
    "pack",
    "document_sha256",
)
_LATER = ("form_code", "grantor_unit_id", "subject_ref", "subject_kind", "proposer_ref", "endorser_ref")


def about(award: Award) -> dict[str, Any]:
    """The fields that every event of an award has."""
    return {
        "award_id": award.id,
        "decision_id": award.decision_id,
        "case_id": award.case_id,
        "unit_id": award.facts.unit_id,
        "unit_path": award.facts.unit_path,
    }


def in_full(award: Award, grant: Grant) -> dict[str, Any]:
    """The fields of an award that was granted, as everybody may know it."""
    return {
        **about(award),
        **{name: getattr(award.facts, name) for name in _OF_FACTS},
        **{name: getattr(grant, name) for name in _OF_GRANT},
        "subject_label": award.subject_label,
        "citation_vi": award.citation_vi,
        "number": award.decision_number,
        "case_number": award.facts.number,
        "claim": award.claim,
        "lead_times": LeadTimes(**asdict(grant.lead_times)),
    }


def later(award: Award) -> dict[str, Any]:
    """The fields of what happens to an award after its grant: those who were told of it are told of this too.

    Raises: ConflictError for an award that was never granted.
    """
    grant = award.granted
    return {
        **about(award),
        **{name: getattr(award.facts, name) for name in _LATER},
        "form_name_vi": grant.form_name_vi,
        "decided_on": grant.decided_on,
        "subject_label": award.subject_label,
        "number": award.decision_number,
        "case_number": award.facts.number,
    }
