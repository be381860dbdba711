"""A contributor confirms the own share of a deed."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.usecases.deed.describe import describe
from services.nominations.usecases.ports import Deeds
from shared.contracts.deeds import DeedShareConfirmed
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class ConfirmShare:
    """Confirm the own share as it is registered, wherever that is; once is enough.

    Emits: DeedShareConfirmed.
    Raises: DisputedDeedError, NotYourShareError, ForbiddenError.
    """

    deeds: Deeds
    clock: Clock

    async def __call__(self, deed_id: UUID, cause: Cause) -> None:
        deed = await self.deeds.get(deed_id, cause)
        confirmed = deed.confirm_share(cause.actor.ref, local_day(self.clock()))
        if confirmed is not deed:
            event = DeedShareConfirmed(**describe(confirmed), subject_ref=cause.actor.ref)
            await self.deeds.save(confirmed, emits=[event], because_of=cause)
