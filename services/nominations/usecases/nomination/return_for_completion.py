"""An emulation officer returns a file that lacks something."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.eligibility import Reason
from services.nominations.usecases.nomination.describe import head, reasons_given
from services.nominations.usecases.nomination.quote import pack_of
from services.nominations.usecases.ports import Nominations
from shared.contracts.nominations import NominationReturned
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class ReturnNomination:
    """Return the file with the officer's reasons, or else those of the rules that failed.

    Emits: NominationReturned.
    Raises: ReasonMissingError, NoRulePackError, PackChangedError, NoCalendarError, ForbiddenError, ConflictError.
    """

    nominations: Nominations
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, nomination_id: UUID, reasons: tuple[Reason, ...], cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        pack = pack_of(nomination, self.rulepacks)
        today = local_day(self.clock())
        due_on = pack.calendar.add(today, pack.return_window_working_days)
        returned = nomination.return_for_completion(reasons or nomination.reasons, on=today, due_on=due_on)
        event = NominationReturned(
            **head(returned),
            reasons=reasons_given(returned.reasons),
            due_on=due_on,
            proposer_ref=returned.proposer_ref,
        )
        await self.nominations.save(returned, emits=[event], because_of=cause)
