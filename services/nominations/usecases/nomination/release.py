"""A held file is released."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.holding import release
from services.nominations.domain.nomination import Nomination
from services.nominations.usecases.nomination.describe import head, steps_told
from services.nominations.usecases.nomination.hold import news_of_hold
from services.nominations.usecases.nomination.quote import pack_of
from services.nominations.usecases.ports import Nominations
from shared.contracts.event import Event
from shared.contracts.nominations import NominationReleased
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class ReleaseNomination:
    """Let a held file go on where it stood; what is not done falls due later by the working days it was held.

    Emits: NominationReleased.
    Raises: NoRulePackError, PackChangedError, NoCalendarError, ForbiddenError, RoleSeparationError, StillDisputedError,
    ComplaintVerifyingError, ConflictError.
    """

    nominations: Nominations
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, nomination_id: UUID, cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        pack = pack_of(nomination, self.rulepacks)
        released = release(nomination, local_day(self.clock()), pack.calendar)
        await self.nominations.save(released, emits=[news_of_release(nomination, released)], because_of=cause)


def news_of_release(held: Nomination, released: Nomination) -> NominationReleased:
    """The news of a file that was held and goes on."""
    return NominationReleased(
        **head(released),
        next_state=released.state,
        held_days=released.held_days - held.held_days,
        steps=steps_told(released),
        proposer_ref=released.proposer_ref,
        with_case=held.held_with_case,
    )


def news_of(before: Nomination, after: Nomination) -> list[Event]:
    """What is told of a file that began to be held, or goes on; of one that stays as it was nothing is."""
    if before.held is None and after.held is not None:
        return [news_of_hold(after, after.held.ground)]
    return [news_of_release(before, after)] if before.held is not None and after.held is None else []
