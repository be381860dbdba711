"""Take what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.notifications.domain.delivery import Delivery, Lane
from services.notifications.usecases.ports import Deliveries, Secret
from shared.kernel.clock import Clock

LEASE: Final = timedelta(seconds=30)
"""A try that would begin less than 15.5 s before its end does not: whoever holds a lease that ended tries no more."""

SHARES: Final[Mapping[Lane, float]] = {Lane.PERSONAL: 0.7, Lane.RETRY: 0.2, Lane.BULK: 0.1}
"""How what can be taken is shared; what a lane leaves flows on to the others."""


@dataclass(frozen=True, slots=True)
class ClaimDue:
    """Lease what is due. What is never tried by its holder is due again when the lease is over."""

    deliveries: Deliveries
    secret: Secret
    clock: Clock

    async def __call__(self, limit: int, masses: int | None = None) -> Sequence[Delivery]:
        """At most so many, and so many of masses, each with the token of its lease. Raises: UnavailableError."""
        token, claimed = self.secret(), list[Delivery]()
        left = dict.fromkeys(SHARES, limit) | ({} if masses is None else {Lane.BULK: masses})
        shares = [(lane, max(1, round(limit * share))) for lane, share in SHARES.items()]
        for lane, share in (*shares, *dict.fromkeys(SHARES, limit).items()):
            most = min(share, left[lane], limit - len(claimed))
            found = await self._from(lane, most, token)
            claimed += found
            # A lane that has no more is not asked again.
            left[lane] = left[lane] - len(found) if len(found) == most else 0
        return claimed

    async def _from(self, lane: Lane, limit: int, token: str) -> Sequence[Delivery]:
        if limit <= 0:
            return ()
        now = self.clock()
        return await self.deliveries.claim(lane, limit, now=now, until=now + LEASE, token=token)
