"""Follow a nomination: its state, its facts, its line in the timeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.console.domain.case import Line
from services.console.domain.clocks import overdue_vi
from services.console.domain.numbering import in_order
from services.console.usecases.happened import line_at
from services.console.usecases.ports import Change, Rows
from shared.contracts import nominations as said
from shared.contracts.parts import Step
from shared.kernel.cause import Cause

STATE_AFTER: Mapping[type[said.NominationEvent], str] = {
    said.NominationDrafted: "draft",
    said.NominationSubmitted: "submitted",
    said.NominationReceived: "screening",
    said.NominationAccepted: "accepted",
    said.NominationNeedsReview: "needs_review",
    said.NominationIneligible: "ineligible",
    said.NominationLapsed: "lapsed",
    said.NominationReturned: "returned",
    said.NominationResubmitted: "submitted",
    said.NominationMerged: "merged",
    said.NominationForwarded: "in_review",
    said.NominationWithdrawn: "withdrawn",
}

_FACTS = (
    "nomination_type",
    "form_code",
    "subject_ref",
    "subject_kind",
    "grantor_unit_id",
    "proposer_ref",
)
_DAY_OF_STEP: Mapping[str, str] = {"screen": "screen_due_on", "complete": "return_due_on"}
_SUBMITTED_FACTS = ("endorser_ref", "pack_id", "pack_version")


@dataclass(frozen=True, slots=True)
class FollowNomination:
    """Write what a nomination's event says into the file's row, once."""

    cases: Rows

    async def __call__(self, event: said.NominationEvent, cause: Cause) -> None:
        """Apply one event."""
        fields: dict[str, object] = {
            "number": event.number,
            "order": in_order(event.number),
            "unit_id": event.unit_id,
            "unit_path": list(event.unit_path),
        }
        fields |= _state(event) | _facts(event) | _days(event)
        await self.cases.apply(event.nomination_id, Change("nomination", cause.sequence, fields, _line(event, cause)))


def _state(event: said.NominationEvent) -> dict[str, object]:
    """A hold leaves the state as it was, and so do a day that is over and a draft that goes on elsewhere."""
    if isinstance(event, said.NominationHeld | said.NominationReleased):
        return {"nomination_held": isinstance(event, said.NominationHeld)}
    if isinstance(event, said.NominationRerouted | said.NominationDeadlineBreached):
        return {}
    return {"nomination_state": STATE_AFTER[type(event)]}


def _facts(event: said.NominationEvent) -> dict[str, object]:
    if not isinstance(event, said.NominationFacts):
        return {}
    facts: dict[str, object] = {name: getattr(event, name) for name in _FACTS}
    facts["grantor_path"] = list(event.grantor_path)
    if isinstance(event, said.SubmittedFacts):
        facts |= {name: getattr(event, name) for name in _SUBMITTED_FACTS}
    return facts


def _days(event: said.NominationEvent) -> dict[str, object]:
    if isinstance(event, said.NominationFacts | said.NominationResubmitted):
        days = {"occurred_to": event.occurred_to, "known_on": event.known_on}
        due = _due(event.steps) if isinstance(event, said.NominationResubmitted) else {}
        return due | {name: day.isoformat() for name, day in days.items() if day is not None}
    if isinstance(event, said.NominationReturned):
        return {"return_due_on": event.due_on.isoformat()}
    if isinstance(event, said.NominationReleased):
        return _due(event.steps)
    return {}


def _due(steps: Sequence[Step]) -> dict[str, object]:
    """The days of the steps that are a file's own."""
    return {_DAY_OF_STEP[step.name]: step.due_on.isoformat() for step in steps if step.name in _DAY_OF_STEP}


def _line(event: said.NominationEvent, cause: Cause) -> Line | None:
    """None of a file that stands still, or goes on, with its case: the line of that says so."""
    if isinstance(event, said.NominationHeld | said.NominationReleased) and event.with_case:
        return None
    return line_at(event, cause, _note(event))


def _note(event: said.NominationEvent) -> str:
    if isinstance(event, said.NominationReturned):
        return f"bổ sung trước {event.due_on:%d/%m/%Y}"
    if isinstance(event, said.NominationDeadlineBreached):
        return overdue_vi(event.due_on, legal=event.legal)
    return ""
