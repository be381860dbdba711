"""Follow a decision: its own row, and its mark on every file it holds."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from services.console.usecases.happened import line_at
from services.console.usecases.ports import Change, Rows
from shared.contracts import awards as said
from shared.kernel.cause import Cause

STATE_AFTER: Mapping[type[said.DecisionEvent], str] = {
    said.DecisionDrafted: "drafted",
    said.DecisionSigned: "signed",
    said.DecisionReturned: "returned",
    said.DecisionRowReleased: "drafted",
}
_RELEASED = "released"
"""The mark of a file that a draft goes on without."""


@dataclass(frozen=True, slots=True)
class FollowDecision:
    """Write what a decision's event says into the decision's row and into the rows of its files, once each."""

    decisions: Rows
    cases: Rows

    async def __call__(self, event: said.DecisionEvent, cause: Cause) -> None:
        """Apply one event."""
        await self.decisions.apply(event.decision_id, Change("decision", cause.sequence, _row(event, cause)))
        mark = _mark(event, cause)
        marked = (event.case_id,) if isinstance(event, said.DecisionRowReleased) else event.case_ids
        await asyncio.gather(*(self.cases.apply(case_id, mark) for case_id in marked))


def _row(event: said.DecisionEvent, cause: Cause) -> dict[str, object]:
    row: dict[str, object] = {
        "number": event.number,
        "unit_id": event.unit_id,
        "unit_path": list(event.unit_path),
        "grantor_unit_id": event.grantor_unit_id,
        "case_ids": list(event.case_ids),
        "state": STATE_AFTER[type(event)],
    }
    if isinstance(event, said.DecisionDrafted | said.DecisionRowReleased):
        row["case_numbers"] = list(event.case_numbers)
    if isinstance(event, said.DecisionDrafted):
        row["drafted_at"] = line_at(event, cause).at
    if isinstance(event, said.DecisionSigned):
        row["decided_on"] = event.decided_on.isoformat()
    return row


def _mark(event: said.DecisionEvent, cause: Cause) -> Change:
    # Why a decision was sent back stands on its own page: the readers of one row's file may not be told of others.
    line = line_at(event, cause, event.number)
    state = _RELEASED if isinstance(event, said.DecisionRowReleased) else STATE_AFTER[type(event)]
    part = {"state": state, "at": line.at, "number": event.number}
    return Change(f"decision:{event.decision_id}", cause.sequence, {f"decisions.{event.decision_id}": part}, line)
