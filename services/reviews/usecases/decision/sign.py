"""The grantor signs a decision."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case_parts import CaseEndedError, CaseState
from services.reviews.domain.decision import Decision, NumberTakenError, SignMode
from services.reviews.domain.row import RowOutcome
from services.reviews.usecases.decision.about import about
from services.reviews.usecases.decision.in_office import require_in_office
from services.reviews.usecases.ports import ONE_NUMBER, Cases, Decisions, Delegations, Units
from shared.contracts.awards import DecisionSigned
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import RefusedError, TakenError
from shared.kernel.holds import OnHoldError
from shared.kernel.separations import keep_apart


class NoPartError(RefusedError):
    """A subject turned out not to be among those who did the deed."""

    code = "SUBJECT_NOT_CONTRIBUTOR"


@dataclass(frozen=True, slots=True)
class SignDecision:
    """The grantor, or a delegate of these days, commends every subject of the decision whose claim is held.

    A hold that is kept after the cases were read here does not stop this signature.

    Emits: DecisionSigned.
    Raises: OnHoldError, CaseEndedError, NoPartError, ConflictError, NotTheGrantorError, DelegationNotInForceError,
    RoleSeparationError, RowsNotReservedError, NumberTakenError.
    """

    decisions: Decisions
    cases: Cases
    units: Units
    delegations: Delegations
    clock: Clock

    async def __call__(self, decision_id: UUID, cause: Cause, mode: SignMode = SignMode.PAPER) -> None:
        now = self.clock()
        decision = await self.decisions.get(decision_id, cause)
        require_in_office(decision.grantor_unit_id, decision.forms, await self.units.chart(), local_day(now))
        await self._require_free(decision, cause)
        given = await self.delegations.given_to(cause.actor.ref)
        signed = decision.sign(cause.actor, local_day(now), mode, given)
        event = DecisionSigned(
            **about(signed, [row for row in signed.rows if row.outcome is RowOutcome.GRANTED]),
            decided_on=local_day(now),
            signed_at=now,
            signer_ref=cause.actor.ref,
            sign_mode=mode.value,
            delegation_id=signed.delegation_id,
        )
        try:
            await self.decisions.save(signed, emits=[event], because_of=cause)
        except TakenError as taken:
            # Only a draft of an earlier year can meet this: its number was free then and is not now.
            if taken.rule == ONE_NUMBER:
                raise NumberTakenError(number=signed.number) from taken
            raise

    async def _require_free(self, decision: Decision, cause: Cause) -> None:
        rows = [row for row in decision.rows if row.outcome is not RowOutcome.FREED]
        cases = await asyncio.gather(*(self.cases.find(row.case_id) for row in rows))
        for row, case in zip(rows, cases, strict=True):
            if case is not None and case.state is CaseState.ON_HOLD:
                raise OnHoldError(number=row.case_number)
            if case is not None and case.is_leaving:
                raise CaseEndedError(number=row.case_number)
            if case is not None and not case.facts.has_part:
                raise NoPartError(number=row.case_number)
            if case is not None:
                keep_apart(cause.actor, cause.action, case.facts.standings)
