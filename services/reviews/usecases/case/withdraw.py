"""A unit takes back a file that is in review."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case_parts import CaseState, TooLateSignedError, Withdrawal
from services.reviews.domain.withdrawing import ask_to_withdraw
from services.reviews.usecases.case.facts import about, closed
from services.reviews.usecases.case.hold import is_signed
from services.reviews.usecases.ports import Cases, Decisions
from shared.contracts.event import Event
from shared.contracts.reviews import ReviewWithdrawalRequested
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class WithdrawCase:
    """Take a file back that is in review. One that a decision may name waits for it; what was signed stands.

    Emits: ReviewWithdrawalRequested, ReviewClosed.
    Raises: OnHoldError, TooLateSignedError, ForbiddenError, RoleSeparationError, ConflictError.
    """

    cases: Cases
    decisions: Decisions
    clock: Clock

    async def __call__(self, case_id: UUID, reason_vi: str, cause: Cause) -> None:
        case = await self.cases.get(case_id, cause)
        if await is_signed(case, self.decisions):
            raise TooLateSignedError(number=case.facts.number)
        asked = ask_to_withdraw(case, Withdrawal(cause.actor.ref, local_day(self.clock()), reason_vi))
        emits: list[Event] = [ReviewWithdrawalRequested(**about(asked), proposer_ref=asked.facts.proposer_ref)]
        if asked.state is CaseState.WITHDRAWN:
            emits.append(closed(asked))
        await self.cases.save(asked, emits=emits, because_of=cause)
