"""A grantor delegates the signature."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reviews.domain.delegation import Delegation
from services.reviews.usecases.delegation.about import about
from services.reviews.usecases.ports import Delegations
from shared.contracts.awards import DelegationRecorded
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.ids import id_from
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class DelegateSignature:
    """For some days, another signs the decisions of one's own unit. Gives the delegation's id.

    Emits: DelegationRecorded.
    Raises: ForbiddenError, DelegationDatesError.
    """

    delegations: Delegations
    clock: Clock

    async def __call__(
        self, grantor_unit_id: str, delegate_ref: str, days: tuple[date, date], number: str, cause: Cause
    ) -> UUID:
        delegation_id = id_from("delegation", cause.id)
        if await self.delegations.find(delegation_id) is not None:
            await self.delegations.get(delegation_id, cause)
        permit(cause.actor, cause.action, (grantor_unit_id,))
        delegation = Delegation.record(
            delegation_id,
            grantor_unit_id=grantor_unit_id,
            grantor_ref=cause.actor.ref,
            delegate_ref=delegate_ref,
            days=days,
            number=number,
            today=local_day(self.clock()),
        )
        event = DelegationRecorded(**about(delegation))
        await self.delegations.save(delegation, emits=[event], because_of=cause)
        return delegation_id
