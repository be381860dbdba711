"""A colleague disputes who did a deed."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.attribution import Claim
from services.nominations.domain.deed import Deed
from services.nominations.usecases.deed.describe import describe
from services.nominations.usecases.deed.rewarded import Rewarded
from services.nominations.usecases.ports import Deeds
from shared.contracts.deeds import DeedAttributionDisputed
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class DisputeDeed:
    """Say that a share of a deed is the own one; its open files are held until an officer has heard both sides.

    Colleagues of its unit may, and whoever is named in it.

    Emits: DeedAttributionDisputed.
    Raises: DisputedDeedError, LinkedDeedError, RewardedDeedError, ForbiddenError.
    """

    deeds: Deeds
    rewarded: Rewarded
    clock: Clock

    async def __call__(self, deed_id: UUID, share: int, ground_vi: str, cause: Cause) -> None:
        deed = await self.deeds.get(deed_id, cause)
        disputed = deed.dispute(Claim(cause.actor.ref, share, ground_vi, local_day(self.clock())))
        await self.rewarded.require_none(deed, deed.contributor_refs)
        await self.deeds.save(disputed, emits=[_news(disputed, cause.actor.ref)], because_of=cause)


def _news(deed: Deed, claimant_ref: str) -> DeedAttributionDisputed:
    return DeedAttributionDisputed(**describe(deed), claimant_ref=claimant_ref)
