"""A unit head takes a nomination back."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.usecases.nomination.describe import head
from services.nominations.usecases.ports import Nominations
from shared.contracts.nominations import NominationWithdrawn
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class WithdrawNomination:
    """Withdraw a nomination that is not in review yet.

    Emits: NominationWithdrawn.
    Raises: ReasonMissingError, ForbiddenError, ConflictError.
    """

    nominations: Nominations

    async def __call__(self, nomination_id: UUID, reason: str, cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        withdrawn = nomination.withdraw(reason)
        event = NominationWithdrawn(**head(withdrawn))
        await self.nominations.save(withdrawn, emits=[event], because_of=cause)
