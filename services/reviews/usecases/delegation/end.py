"""A grantor takes a delegation of signature back."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.delegation.about import about
from services.reviews.usecases.ports import Delegations
from shared.contracts.awards import DelegationEnded
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class EndDelegation:
    """From now on the delegate signs nothing more; what was signed stands.

    Emits: DelegationEnded.
    Raises: ForbiddenError, ConflictError.
    """

    delegations: Delegations

    async def __call__(self, delegation_id: UUID, cause: Cause) -> None:
        ended = (await self.delegations.get(delegation_id, cause)).end()
        await self.delegations.save(ended, emits=[DelegationEnded(**about(ended))], because_of=cause)
