"""A vote ends by itself when its time is over."""

from dataclasses import dataclass

from services.reviews.domain.session import Session
from services.reviews.usecases.ports import Sessions
from services.reviews.usecases.session.adjourn import AdjournSession
from services.reviews.usecases.session.close_voting import CloseVoting
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock
from shared.kernel.errors import AlreadyHandledError, ConflictError, StaleError


@dataclass(frozen=True, slots=True)
class EndOverdueVotes:
    """Votes whose time is over are counted, or adjourned where too few took part; the chair need not be there.

    A chair who was faster, and a ballot that came between reading and saving, leave the session to the next run.
    """

    sessions: Sessions
    close_voting: CloseVoting
    adjourn: AdjournSession
    clock: Clock

    async def __call__(self) -> None:
        now = self.clock()
        for session in await self.sessions.voting():
            if session.is_over(now):
                await self._end(session)

    async def _end(self, session: Session) -> None:
        act = self.close_voting if session.has_quorum else self.adjourn
        try:
            await act(session.id, job_cause("reviews", "end vote", session.id))
        except (AlreadyHandledError, ConflictError, StaleError):
            return
