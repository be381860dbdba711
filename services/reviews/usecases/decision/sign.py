"""The grantor signs a decision."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.decision import NumberTakenError, RowOutcome
from services.reviews.usecases.decision.about import about
from services.reviews.usecases.ports import ONE_NUMBER, Decisions
from shared.contracts.awards import DecisionSigned
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import TakenError


@dataclass(frozen=True, slots=True)
class SignDecision:
    """The grantor commends every subject of the decision whose claim is held.

    Emits: DecisionSigned.
    Raises: ConflictError, NotTheGrantorError, RoleSeparationError, RowsNotReservedError, NumberTakenError.
    """

    decisions: Decisions
    clock: Clock

    async def __call__(self, decision_id: UUID, cause: Cause) -> None:
        now = self.clock()
        signed = (await self.decisions.get(decision_id, cause)).sign(cause.actor, local_day(now))
        event = DecisionSigned(
            **about(signed, [row for row in signed.rows if row.outcome is RowOutcome.GRANTED]),
            decided_on=local_day(now),
            signed_at=now,
            signer_ref=cause.actor.ref,
        )
        try:
            await self.decisions.save(signed, emits=[event], because_of=cause)
        except TakenError as taken:
            # Only a draft of an earlier year can meet this: its number was free then and is not now.
            if taken.rule == ONE_NUMBER:
                raise NumberTakenError(number=signed.number) from taken
            raise
