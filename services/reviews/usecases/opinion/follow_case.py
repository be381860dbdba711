"""Opinions follow their case: they stand still, go on and end with it."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.usecases.asking import Opinions
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import ReviewEvent
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class FollowCase:
    """A case was held, released or closed: what is still asked about it is as the case is by now.

    Raises: NoRulePackError, PackChangedError, NoCalendarError.
    """

    opinions: Opinions
    cases: Cases
    packs: RulePacks

    async def __call__(self, event: ReviewEvent, cause: Cause) -> None:
        case = await self.cases.find(event.case_id)
        if case is None:
            return
        for opinion_id in await self.opinions.open_about(event.case_id):
            await self._follow(opinion_id, case, cause)

    async def _follow(self, opinion_id: UUID, case: Case, cause: Cause) -> None:
        try:
            opinion = await self.opinions.get(opinion_id, cause)
        except AlreadyHandledError:
            return
        followed = opinion.follow(case, self.packs.quoted(case.facts.pack).calendar)
        if followed is not opinion:
            await self.opinions.save(followed, emits=[], because_of=cause)
