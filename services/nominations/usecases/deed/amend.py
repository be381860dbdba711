"""A proposer corrects or completes a registered deed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.nominations.usecases.deed.describe import describe
from services.nominations.usecases.deed.rewarded import Rewarded
from services.nominations.usecases.ports import Deeds, Organisation
from shared.contracts.deeds import DeedAmended
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class AmendDeed:
    """Correct or complete a deed that no award stands on.

    Emits: DeedAmended.
    Raises: RewardedDeedError, DisputedDeedError, LinkedDeedError, FutureDeedError, DeedDatesError, SharesError,
    UnknownSubjectError, ForbiddenError.
    """

    deeds: Deeds
    rewarded: Rewarded
    organisation: Organisation
    clock: Clock

    async def __call__(self, deed_id: UUID, changes: Mapping[str, object], cause: Cause) -> None:
        deed = await self.deeds.get(deed_id, cause)
        await self.rewarded.require_none(deed, deed.contributor_refs)
        amended = deed.amended(local_day(self.clock()), **changes)
        for contributor in amended.contributors:
            await self.organisation.subject(contributor.subject_ref)
        await self.deeds.save(amended, emits=[DeedAmended(**describe(amended))], because_of=cause)
