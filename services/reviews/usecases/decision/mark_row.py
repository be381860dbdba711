"""A decision learns whether its rows can stand."""

import asyncio
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from uuid import UUID
from weakref import WeakValueDictionary

from services.reviews.domain.row import RowOutcome
from services.reviews.usecases.decision.about import returned
from services.reviews.usecases.ports import Decisions
from shared.contracts.awards import AwardFreed, AwardReserved
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class MarkRow:
    """An award was reserved or freed: its row is marked. A draft of which nothing is left comes back.

    The rows of one decision arrive together on many lanes; here they queue, so that they do not outrun each other.

    Emits: DecisionReturned.
    """

    decisions: Decisions
    _turns: MutableMapping[UUID, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def __call__(self, event: AwardReserved | AwardFreed, cause: Cause) -> None:
        outcome, reason = RowOutcome.RESERVED, None
        if isinstance(event, AwardFreed):
            outcome, reason = RowOutcome.FREED, event.reason
        async with self._turns.setdefault(event.decision_id, asyncio.Lock()):
            decision = await self.decisions.get(event.decision_id, cause)
            marked = decision.mark_row(event.award_id, outcome, reason)
            if marked is not decision:
                await self.decisions.save(marked, emits=returned(marked), because_of=cause)
