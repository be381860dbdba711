"""A case goes on when the complaint about it is resolved."""

from dataclasses import dataclass

from services.reviews.domain.finding import About
from services.reviews.usecases.case.release import released_as
from services.reviews.usecases.ports import Cases
from shared.contracts.event import Event
from shared.contracts.supervision import ComplaintResolved
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class ClearCase:
    """A complaint was resolved: its case goes on, unless another is verified or people had held it before.

    Emits: ReviewReleased.
    Raises: NoRulePackError, PackChangedError, NoCalendarError.
    """

    cases: Cases
    packs: RulePacks
    clock: Clock

    async def __call__(self, resolved: ComplaintResolved, cause: Cause) -> None:
        if resolved.about != About.CASE.value:
            return
        case = await self.cases.get(resolved.about_id, cause)
        calendar = self.packs.quoted(case.facts.pack).calendar
        cleared = case.clear(resolved.complaint_id, local_day(self.clock()), calendar)
        if cleared is case:
            return
        is_news = case.held is not None and cleared.held is None
        emits: list[Event] = [released_as(case, cleared)] if is_news else []
        await self.cases.save(cleared, emits=emits, because_of=cause)
