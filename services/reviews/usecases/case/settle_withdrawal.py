"""Decisions let go a case that its unit takes back, and it ends; unless a signature was faster.

A decision is the arbiter: one guarded save of it is either the signature or the release of the row. One that is drafted
after this look at all of them meets the case as it is now, and its row is freed when its award would be reserved.
"""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CASE_WITHDRAWN
from services.reviews.domain.decision import Decision
from services.reviews.domain.row import RowOutcome
from services.reviews.usecases.case.change import change
from services.reviews.usecases.case.facts import closed
from services.reviews.usecases.decision.about import about, returned
from services.reviews.usecases.ports import Cases, Decisions
from shared.contracts.awards import DecisionRowReleased
from shared.contracts.reviews import ReviewWithdrawalRequested
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError


@dataclass(frozen=True, slots=True)
class SettleWithdrawal:
    """A unit takes its case back: decisions that are not signed go on without it, and it ends. What was signed stands.

    A decision of which nothing is left comes back.

    Emits: DecisionRowReleased, DecisionReturned, ReviewClosed.
    """

    cases: Cases
    decisions: Decisions

    async def __call__(self, event: ReviewWithdrawalRequested, cause: Cause) -> None:
        for decision_id in await self.decisions.naming(event.case_id):
            if not await self._lets_go(decision_id, event.case_id, cause):
                return
        await change(self.cases, event.case_id, cause, Case.withdraw, lambda case: [closed(case)])

    async def _lets_go(self, decision_id: UUID, case_id: UUID, cause: Cause) -> bool:
        """Whether the decision does not commend it; when this was asked before, it let go then."""
        try:
            decision = await self.decisions.get(decision_id, cause)
        except AlreadyHandledError:
            return True
        row = decision.row(case_id)
        if row is None or row.outcome is RowOutcome.GRANTED:
            return row is None
        released = decision.mark_row(row.award_id, RowOutcome.FREED, CASE_WITHDRAWN)
        if released is not decision:
            await self.decisions.save(released, emits=[_news(released, case_id), *returned(released)], because_of=cause)
        return True


def _news(released: Decision, case_id: UUID) -> DecisionRowReleased:
    left = [row for row in released.rows if row.outcome is not RowOutcome.FREED]
    numbers = tuple(row.case_number for row in left)
    return DecisionRowReleased(**about(released, left), case_id=case_id, case_numbers=numbers, reason=CASE_WITHDRAWN)
