"""Members are reminded that a vote closes."""

from contextlib import suppress
from dataclasses import dataclass

from services.reviews.domain.reminding import is_due, reminded
from services.reviews.domain.session import Session
from services.reviews.usecases.ports import Sessions
from services.reviews.usecases.session.about import about
from shared.contracts.councils import CouncilDeadlineApproaching
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock
from shared.kernel.errors import StaleError


@dataclass(frozen=True, slots=True)
class RemindMembers:
    """48 hours before a vote closes all its members are reminded, once; a job asks, however often.

    All of them, for who has voted is told to nobody. What a ballot moved meanwhile is left to the next run.

    Emits: CouncilDeadlineApproaching.
    """

    sessions: Sessions
    clock: Clock

    async def __call__(self) -> None:
        now = self.clock()
        for session in await self.sessions.voting():
            if is_due(session, now):
                await self._say(session)

    async def _say(self, session: Session) -> None:
        event = CouncilDeadlineApproaching(
            **about(session), member_refs=session.member_refs, closes_at=session.closes_at
        )
        with suppress(StaleError):
            cause = job_cause("reviews", "remind members", session.id)
            await self.sessions.save(reminded(session), emits=[event], because_of=cause)
