"""A case goes on when the complaint about it is resolved, and its award is examined no more."""

from dataclasses import dataclass

from services.reviews.domain.finding import About
from services.reviews.usecases.award.change import change as change_award
from services.reviews.usecases.award.of_case import awards_of
from services.reviews.usecases.case.release import released_as
from services.reviews.usecases.ports import Awards, Cases, Decisions
from shared.contracts.event import Event
from shared.contracts.supervision import ComplaintResolved
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyHandledError
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class ClearCase:
    """A complaint was resolved: its case goes on, unless another is verified or people had held it before.

    An award that was marked with it is examined no more.

    Emits: ReviewReleased.
    Raises: NoRulePackError, PackChangedError, NoCalendarError.
    """

    cases: Cases
    decisions: Decisions
    awards: Awards
    packs: RulePacks
    clock: Clock

    async def __call__(self, resolved: ComplaintResolved, cause: Cause) -> None:
        if resolved.about != About.CASE.value:
            return
        await self._release(resolved, cause)
        for award in await awards_of(resolved.about_id, self.decisions, self.awards):
            await change_award(self.awards, award.id, cause, lambda award: award.clear(resolved.complaint_id))

    async def _release(self, resolved: ComplaintResolved, cause: Cause) -> None:
        try:
            case = await self.cases.get(resolved.about_id, cause)
        except AlreadyHandledError:
            return
        calendar = self.packs.quoted(case.facts.pack).calendar
        cleared = case.clear(resolved.complaint_id, local_day(self.clock()), calendar)
        if cleared is case:
            return
        is_news = case.held is not None and cleared.held is None
        emits: list[Event] = [released_as(case, cleared)] if is_news else []
        await self.cases.save(cleared, emits=emits, because_of=cause)
