"""Make the digests of a morning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.notifications.domain.digest import Postponed, digest_delivery, digest_of, gathered_in, next_digest
from services.notifications.domain.preference import Rhythm
from services.notifications.usecases.delivery.cancel_held import STAYS_TRUE
from services.notifications.usecases.delivery.keep_pushes import KeepPushes
from services.notifications.usecases.ports import Events
from services.notifications.usecases.recipient.ports import Postponements
from shared.contracts.awards import AwardRevoked
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class GatherDigests:
    """All that waits for one reader by one way until now becomes one letter, once.

    The digest is kept first, and what stands in it is what counts: a repeat finds it, sends nothing new and closes what
    is in it. What came too late for it waits for the next. What is of a revoked award comes in none.
    """

    events: Events
    pushes: KeepPushes
    postponements: Postponements
    wake: Callable[[], None]
    clock: Clock

    async def __call__(self) -> None:
        """Gather what is due. Raises: UnavailableError; the next run goes on."""
        while items := await self.postponements.due(self.clock()):
            await self._gather(items)
            self.wake()

    async def _gather(self, items: Sequence[Postponed]) -> None:
        items = await self._without_revoked(items)
        if not items:
            return
        digest, now = await self.events.keep(digest_of(items)), self.clock()
        await self.pushes([digest_delivery(digest, items[0].target, items[0].channel, now)], digest.at)
        inside = gathered_in(digest)
        await self.postponements.close([each.id for each in items if each.id in inside])
        for rhythm in Rhythm:
            too_late = [each.id for each in items if each.id not in inside and each.rhythm is rhythm]
            await self.postponements.put_off(too_late, next_digest(now, rhythm))

    async def _without_revoked(self, items: Sequence[Postponed]) -> Sequence[Postponed]:
        """They were read before the revocation took them out."""
        asked = {each.event_id for each in items}
        revoked = frozenset(await self.events.also_told(asked, AwardRevoked.type, except_kinds=STAYS_TRUE))
        await self.postponements.drop(revoked)
        return [each for each in items if each.event_id not in revoked]
