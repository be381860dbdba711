"""Follow a case in review: its state, its steps and their days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.console.domain.clocks import overdue_vi
from services.console.domain.numbering import in_order
from services.console.usecases.happened import line_unless_silent
from services.console.usecases.ports import Change, Rows
from shared.contracts import reviews as said
from shared.contracts.parts import ReasonGiven, Step
from shared.kernel.cause import Cause
from shared.kernel.reasons import REASONS
from shared.kernel.vocabulary import STATUS_VI, sentence_vi, status_of

STATE_AFTER: Mapping[type[said.ReviewEvent], str] = {
    said.ReviewCaseOpened: "opened",
    said.ReviewAdmitted: "appraising",
    said.ReviewEscalated: "escalated",
    said.ReviewTakenOver: "appraising",
    said.ReviewReturned: "returned",
    said.ReviewRecommended: "recommended",
    said.ReviewNotRecommended: "not_recommended",
}

_PLANNED = (
    said.ReviewCaseOpened | said.ReviewAdmitted | said.ReviewReleased | said.ReviewPackChosen | said.ReviewEscalated
)
"""These tell the days of the steps."""


@dataclass(frozen=True, slots=True)
class FollowReview:
    """Write what a case's event says into the file's row, once."""

    cases: Rows

    async def __call__(self, event: said.ReviewEvent, cause: Cause) -> None:
        """Apply one event."""
        fields: dict[str, object] = {
            "number": event.number,
            "order": in_order(event.number),
        }
        fields |= _state(event) | _days(event)
        if event.office_path:
            fields["office_path"] = list(event.office_path)
        if isinstance(event, said.ReviewCaseOpened | said.ReviewAdmitted):
            fields["procedure"] = event.procedure
        line = line_unless_silent(event, cause, _note(event))
        await self.cases.apply(event.case_id, Change("case", cause.sequence, fields, line))


def _state(event: said.ReviewEvent) -> dict[str, object]:
    """A hold leaves the state as it was, and ends with the case; so do other rules, a withdrawal and a late step."""
    if isinstance(event, said.ReviewHeld | said.ReviewReleased):
        return {"review_held": isinstance(event, said.ReviewHeld)}
    if isinstance(event, said.ReviewPackChosen | said.ReviewWithdrawalRequested | said.ReviewDeadlineBreached):
        return {}
    if isinstance(event, said.ReviewAppraised | said.ReviewConsulted):
        return {"review_state": event.next_state}
    if isinstance(event, said.ReviewClosed):
        return {"review_state": event.outcome, "review_held": False}
    return {"review_state": STATE_AFTER[type(event)]}


def _days(event: said.ReviewEvent) -> dict[str, object]:
    if isinstance(event, said.ReviewReturned):
        return {"return_due_on": event.due_on.isoformat()}
    if not isinstance(event, _PLANNED):
        return {}
    days: dict[str, object] = {"steps": _steps(event.steps)}
    if event.decide_by is not None:
        days["decide_by"] = event.decide_by.isoformat()
    return days


def _steps(steps: Sequence[Step]) -> list[dict[str, object]]:
    return [step.model_dump(mode="json") for step in steps]


def _note(event: said.ReviewEvent) -> str:
    if isinstance(event, said.ReviewClosed):
        reasons = _sentences(event.reasons)
        ended_elsewhere = event.outcome == "withdrawn" and reasons
        return " ".join(reasons if ended_elsewhere else (STATUS_VI[status_of(event.outcome)] + ".", *reasons))
    if isinstance(event, said.ReviewNotRecommended):
        return " ".join(_sentences(event.reasons))
    if isinstance(event, said.ReviewPackChosen):
        return event.pack_version
    if isinstance(event, said.ReviewAppraised):
        return "đạt" if event.verdict == "meets" else "không đạt"
    return _day(event)


def _day(event: said.ReviewEvent) -> str:
    if isinstance(event, said.ReviewReturned):
        return f"bổ sung trước {event.due_on:%d/%m/%Y}"
    if isinstance(event, said.ReviewDeadlineBreached):
        return overdue_vi(event.due_on, legal=event.legal)
    return ""


def _sentences(reasons: Sequence[ReasonGiven]) -> list[str]:
    return [_sentence(reason) for reason in reasons if reason.code in REASONS]


def _sentence(reason: ReasonGiven) -> str:
    """The vote's figures travel as the citation; without them the sentence would have gaps."""
    if reason.code == "THRESHOLD_NOT_MET" and reason.citation:
        return f"Phiếu đồng ý dưới ngưỡng: {reason.citation.replace('.', ',')}."
    return sentence_vi(reason.code, {})
