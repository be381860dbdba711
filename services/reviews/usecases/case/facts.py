"""Between the events of nominations and the facts of a case, and back into the events of a case."""

from typing import Any

from services.reviews.domain.case import Case
from services.reviews.domain.facts import Facts
from shared.contracts import parts
from shared.contracts.nominations import SubmittedFacts
from shared.contracts.reviews import ReviewClosed
from shared.kernel.steps import Step


def facts_of(event: SubmittedFacts) -> Facts:
    """What a case keeps of the nomination that was submitted or forwarded; of linked deeds it hears by itself."""
    kept = set(Facts.__dataclass_fields__) - {"kin_refs"}
    return Facts(**{name: getattr(event, name) for name in kept})


def about(case: Case) -> dict[str, Any]:
    """The fields that every event of a case has."""
    return {
        "case_id": case.id,
        "number": case.facts.number,
        "grantor_unit_id": case.facts.grantor_unit_id,
        "grantor_path": case.facts.grantor_path,
        "unit_id": case.facts.unit_id,
        "unit_path": case.facts.unit_path,
        "office_path": case.office,
    }


def closed(case: Case, reasons: tuple[parts.ReasonGiven, ...] = ()) -> ReviewClosed:
    """The news of a case that ended; its state says how. Emits: ReviewClosed."""
    return ReviewClosed(**about(case), outcome=case.state.value, reasons=reasons, proposer_ref=case.facts.proposer_ref)


def steps_of(steps: tuple[Step, ...]) -> tuple[parts.Step, ...]:
    """The steps as they ride on the bus."""
    return tuple(
        parts.Step(name=step.name, due_on=step.due_on, legal_due_on=step.legal_due_on, done_on=step.done_on)
        for step in steps
    )
