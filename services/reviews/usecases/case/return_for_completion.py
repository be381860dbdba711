"""An officer gives a case back to its unit."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case_parts import GivenBack, Lack
from services.reviews.domain.giving_back import give_back
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.ports import Cases
from shared.contracts.parts import ReasonGiven
from shared.contracts.reviews import ReviewReturned
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class ReturnCase:
    """Return a case whose file lacks something; the unit has the days of the pack, and the clock stands still.

    Emits: ReviewReturned.
    Raises: FindingMissingError, OnHoldError, NoRulePackError, PackChangedError, NoCalendarError, ForbiddenError,
    RoleSeparationError, ConflictError.
    """

    cases: Cases
    packs: RulePacks
    clock: Clock

    async def __call__(self, case_id: UUID, lacks: tuple[Lack, ...], cause: Cause) -> None:
        case = await self.cases.get(case_id, cause)
        pack, today = self.packs.quoted(case.facts.pack), local_day(self.clock())
        due_on = pack.calendar.add(today, pack.return_window_working_days)
        returned = give_back(case, GivenBack(cause.actor.ref, today, due_on, lacks))
        reasons = tuple(ReasonGiven(code=lack.code) for lack in lacks)
        event = ReviewReturned(**about(returned), reasons=reasons, returned_on=today, due_on=due_on)
        await self.cases.save(returned, emits=[event], because_of=cause)
