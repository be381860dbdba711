"""A file follows its deed: it knows the deed as it stands, and is held while who did it is disputed.

Whatever happens at the same time, deed and file agree in the end: the deed's news finds all files of that moment, and
every step of a file that could have missed it looks at the deed again.
"""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.deed import Deed
from services.nominations.domain.holding import follow_deed
from services.nominations.usecases.nomination.draft import seen_in
from services.nominations.usecases.nomination.quote import pack_of
from services.nominations.usecases.nomination.release import news_of
from services.nominations.usecases.ports import Deeds, Nominations
from shared.contracts.deeds import DeedFacts
from shared.contracts.nominations import NominationEvent
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyHandledError
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class FollowDeed:
    """A file was submitted, held or released: it is brought in line with its deed.

    Emits: NominationHeld, NominationReleased.
    Raises: NoRulePackError, PackChangedError, NoCalendarError.
    """

    nominations: Nominations
    deeds: Deeds
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, event: NominationEvent, cause: Cause) -> None:
        await self.settle(event.nomination_id, cause)

    async def settle(self, nomination_id: UUID, cause: Cause) -> None:
        """Bring one file in line, unless this cause did so before."""
        try:
            file = await self.nominations.get(nomination_id, cause)
        except AlreadyHandledError:
            return
        if file.pack is None or file.deed is None:
            return
        deed = await self.deeds.seen(file.deed.deed_id, cause)
        followed = follow_deed(
            file,
            seen_in(deed),
            local_day(self.clock()),
            pack_of(file, self.rulepacks).calendar,
            is_disputed=await self._is_disputed(deed),
        )
        if followed is not file:
            await self.nominations.save(followed, emits=news_of(file, followed), because_of=cause)

    async def _is_disputed(self, deed: Deed) -> bool:
        """Of linked deeds the one that is worked with can be disputed; that holds the files of all of them."""
        kin = () if deed.linked_to is None else (await self.deeds.known(await self.deeds.kin(deed.id))).values()
        return any(one.open_dispute is not None for one in (deed, *kin))


@dataclass(frozen=True, slots=True)
class HearOfDeed:
    """A deed was amended or linked, or a dispute about it began or ended: every file of it is brought in line.

    So are those of all deeds that are linked with it.

    Raises: NoRulePackError, NoCalendarError.
    """

    nominations: Nominations
    deeds: Deeds
    follow_deed: FollowDeed

    async def __call__(self, event: DeedFacts, cause: Cause) -> None:
        for deed_id in (event.deed_id, *await self.deeds.kin(event.deed_id)):
            for nomination_id in await self.nominations.open_of_deed(deed_id):
                await self.follow_deed.settle(nomination_id, cause)
