"""Tell others of a nomination: its facts, never names, texts or bytes."""

from typing import Any

from services.nominations.domain.eligibility import Reason
from services.nominations.domain.nomination import Nomination
from shared.contracts.parts import ReasonGiven, Step


def head(nomination: Nomination) -> dict[str, Any]:
    """The fields that every event of a nomination has."""
    return {
        "unit_id": nomination.unit_code,
        "unit_path": nomination.unit_path,
        "nomination_id": nomination.id,
        "number": nomination.number,
    }


def facts(nomination: Nomination) -> dict[str, Any]:
    """The fields of NominationFacts."""
    return head(nomination) | {
        "nomination_type": nomination.nomination_type,
        "form_code": nomination.form_code,
        "grantor_unit_id": nomination.grantor_unit_id,
        "grantor_path": nomination.grantor_path,
        "subject_ref": nomination.subject.ref,
        "subject_kind": nomination.subject.kind,
        "work_role": nomination.subject.work_role,
        "size": nomination.subject.size,
        **days_told(nomination),
        "deed_id": nomination.deed.deed_id if nomination.deed else None,
        "year": nomination.year,
        "movement_id": nomination.movement_id,
        "movement_final_review_on": nomination.movement_final_review_on,
        "contributor_refs": nomination.contributor_refs,
        "proposer_ref": nomination.proposer_ref,
    }


def days_told(nomination: Nomination) -> dict[str, Any]:
    """The days of the deed; a year's work has none."""
    deed = nomination.deed
    if deed is None:
        return {}
    return {"occurred_from": deed.occurred_from, "occurred_to": deed.occurred_to, "known_on": deed.known_on}


def submitted_facts(nomination: Nomination) -> dict[str, Any]:
    """The fields of SubmittedFacts, of a nomination that was submitted; without the days that its case counts itself.

    Of what was sent before a hold began less was paused than held; no day is told as less than none.
    """
    paused, held = (days - nomination.case_held_days for days in (nomination.paused_days, nomination.held_days))
    return facts(nomination) | {
        "endorser_ref": nomination.endorser_ref,
        "received_on": nomination.received_on,
        "pack_id": nomination.pack_id,
        "pack_version": nomination.pack_version,
        "pack_hash": nomination.pack_hash,
        "paused_days": max(paused, 0),
        "held_days": held,
    }


def steps_told(nomination: Nomination) -> tuple[Step, ...]:
    """The steps as they ride on the bus."""
    return tuple(Step(name=step.name, due_on=step.due_on, legal_due_on=step.legal_due_on) for step in nomination.steps)


def reasons_given(reasons: tuple[Reason, ...]) -> tuple[ReasonGiven, ...]:
    """Reasons as others read them: what an officer wrote beside a code stays here."""
    return tuple(ReasonGiven(code=reason.code, rule_id=reason.rule_id, citation=reason.citation) for reason in reasons)
