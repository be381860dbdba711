"""A file stands still with its case."""

from dataclasses import dataclass

from services.nominations.domain.holding import follow_hold, follow_release
from services.nominations.domain.nomination import Nomination
from services.nominations.usecases.nomination.quote import pack_of
from services.nominations.usecases.nomination.release import news_of
from services.nominations.usecases.ports import Nominations
from shared.contracts.reviews import ReviewHeld, ReviewReleased
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.holds import HoldGround
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class FollowHold:
    """A case was held or goes on: a file that is not in review yet, or returned, is held and goes on with it.

    A case is there from the submission of its file on, and a complaint may hold it in every step.

    Emits: NominationHeld, NominationReleased.
    Raises: NoRulePackError, PackChangedError, NoCalendarError.
    """

    nominations: Nominations
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, event: ReviewHeld | ReviewReleased, cause: Cause) -> None:
        file = await self.nominations.get(event.case_id, cause)
        followed = self._followed(file, event)
        if followed is not file:
            await self.nominations.save(followed, emits=news_of(file, followed), because_of=cause)

    def _followed(self, file: Nomination, event: ReviewHeld | ReviewReleased) -> Nomination:
        today = local_day(self.clock())
        if isinstance(event, ReviewHeld):
            return follow_hold(file, HoldGround(event.ground), today)
        return follow_release(file, today, pack_of(file, self.rulepacks).calendar)
