"""What every event of a decision tells."""

from collections.abc import Iterable
from typing import Any

from services.reviews.domain.decision import Decision, DecisionState
from services.reviews.domain.row import Row
from shared.contracts.awards import DecisionReturned


def about(decision: Decision, rows: Iterable[Row] | None = None) -> dict[str, Any]:
    """The fields that every event of a decision has; it names the cases of these rows, or of all."""
    return {
        "decision_id": decision.id,
        "number": decision.number,
        "grantor_unit_id": decision.grantor_unit_id,
        "case_ids": tuple(row.case_id for row in (decision.rows if rows is None else rows)),
        "unit_id": decision.grantor_unit_id,
        "unit_path": decision.grantor_path,
    }


def returned(decision: Decision) -> list[DecisionReturned]:
    """The news of a draft that came back; none of another.

    Emits: DecisionReturned.
    """
    return [DecisionReturned(**about(decision))] if decision.state is DecisionState.CANCELLED else []
