"""The grantor sends a draft back."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.decision.about import returned
from services.reviews.usecases.ports import Decisions
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class SendDecisionBack:
    """The grantor does not sign; awards are freed and cases wait for another decision. The reason stays with it.

    Emits: DecisionReturned.
    Raises: ConflictError, ReasonMissingError.
    """

    decisions: Decisions

    async def __call__(self, decision_id: UUID, reason: str, cause: Cause) -> None:
        decision = (await self.decisions.get(decision_id, cause)).send_back(reason)
        await self.decisions.save(decision, emits=returned(decision), because_of=cause)
