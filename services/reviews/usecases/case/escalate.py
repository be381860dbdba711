"""A council's secretary sends a case up."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.escalating import escalate
from services.reviews.usecases.case.facts import about, steps_of
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import ReviewEscalated
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class EscalateCase:
    """Send a case that was reviewed below up to its grantor; its clock begins anew there.

    Emits: ReviewEscalated.
    Raises: NotHigherError, OnHoldError, ForbiddenError, RoleSeparationError, ConflictError, NoRulePackError,
    PackChangedError, NoCalendarError.
    """

    cases: Cases
    packs: RulePacks
    clock: Clock

    async def __call__(self, case_id: UUID, cause: Cause) -> None:
        case = await self.cases.get(case_id, cause)
        pack = self.packs.quoted(case.facts.pack)
        sent = escalate(case, local_day(self.clock()), pack.form(case.facts.form_code), pack.calendar)
        event = ReviewEscalated(
            **about(sent),
            from_unit_id=sent.passed[-1].unit_id,
            to_unit_id=sent.facts.grantor_unit_id,
            steps=steps_of(sent.steps),
            decide_by=sent.decide_by,
        )
        await self.cases.save(sent, emits=[event], because_of=cause)
