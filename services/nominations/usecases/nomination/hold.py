"""A file is held until something is verified."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.nomination import Nomination
from services.nominations.usecases.nomination.describe import head
from services.nominations.usecases.ports import Nominations
from shared.contracts.nominations import NominationHeld
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.holds import HoldGround


@dataclass(frozen=True, slots=True)
class HoldNomination:
    """Hold a file that is not in review yet; its clock stands still.

    Emits: NominationHeld.
    Raises: OnHoldError, ForbiddenError, RoleSeparationError, ConflictError.
    """

    nominations: Nominations
    clock: Clock

    async def __call__(self, nomination_id: UUID, ground: HoldGround, cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        held = nomination.hold(ground, local_day(self.clock()))
        await self.nominations.save(held, emits=[news_of_hold(held, ground)], because_of=cause)


def news_of_hold(held: Nomination, ground: HoldGround) -> NominationHeld:
    """The news of a file that is held."""
    return NominationHeld(
        **head(held), ground=ground.value, proposer_ref=held.proposer_ref, with_case=held.held_with_case
    )
