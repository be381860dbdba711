"""A case follows its deed: it knows the deed as it stands, and is held while who did it is disputed.

Whatever happens at the same time, deed and case agree in the end: the deed's news is kept first and then finds all
cases of that moment, and every step of a case that could have missed it looks at what was kept.
"""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.usecases.case.hold import is_signed, news_of_hold
from services.reviews.usecases.case.release import released_as
from services.reviews.usecases.known_deeds import doers_of_linked, keep_news, root_of, with_linked
from services.reviews.usecases.ports import Cases, Decisions, Deeds
from shared.contracts.deeds import DeedFacts
from shared.contracts.event import Event
from shared.contracts.reviews import ReviewEvent
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyHandledError
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class FollowDeed:
    """A case was admitted, held or released: it is brought in line with its deed. What was signed stands.

    Emits: ReviewHeld, ReviewReleased.
    Raises: NoRulePackError, PackChangedError, NoCalendarError.
    """

    cases: Cases
    decisions: Decisions
    deeds: Deeds
    packs: RulePacks
    clock: Clock

    async def __call__(self, event: ReviewEvent, cause: Cause) -> None:
        await self.settle(event.case_id, cause)

    async def settle(self, case_id: UUID, cause: Cause) -> None:
        """Bring one case in line, unless this cause did so before."""
        try:
            case = await self.cases.get(case_id, cause)
        except AlreadyHandledError:
            return
        deed = None if case.facts.deed_id is None else await self.deeds.find(case.facts.deed_id)
        if deed is None or await is_signed(case, self.decisions):
            return
        calendar = self.packs.quoted(case.facts.pack).calendar
        root = await self.deeds.find(await root_of(deed.id, self.deeds))
        followed = deed.move(
            case,
            local_day(self.clock()),
            calendar,
            is_disputed=root is not None and root.is_disputed,
            kin_refs=await doers_of_linked(deed.id, self.deeds),
        )
        if followed is not case:
            await self.cases.save(followed, emits=_news(case, followed), because_of=cause)


def _news(before: Case, after: Case) -> list[Event]:
    if before.held is None and after.held is not None:
        return [news_of_hold(after, after.held.ground)]
    return [released_as(before, after)] if before.held is not None and after.held is None else []


@dataclass(frozen=True, slots=True)
class HearOfDeed:
    """A deed was amended or linked, or a dispute about it began or ended: that is kept, and its cases follow.

    So do those of all deeds that are linked with it.

    Raises: NoRulePackError, NoCalendarError.
    """

    cases: Cases
    deeds: Deeds
    follow_deed: FollowDeed

    async def __call__(self, event: DeedFacts, cause: Cause) -> None:
        await keep_news(event, self.deeds, cause)
        for deed_id in await with_linked(await root_of(event.deed_id, self.deeds), self.deeds):
            for case_id in await self.cases.of_deed(deed_id):
                await self.follow_deed.settle(case_id, cause)
