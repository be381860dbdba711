"""A member votes; in a secret vote nobody can tell how."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.ballot import Choice, NewBallotId
from services.reviews.usecases.ports import Sessions
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import StaleError


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A member's choice on one case, final; under a random id, or by name where the vote is open.

    It leaves no cause, event, time or log line: only the participation stops a second one. The end of the vote never
    moves, so it is judged by what was read; that nobody has counted yet, by the write itself.
    Raises: ConflictError, VoteOverError, NotEntitledError, ConflictOfInterestError, AlreadyVotedError,
    ElectronicNotAllowedError, CaseEndedError.
    """

    sessions: Sessions
    new_ballot_id: NewBallotId
    clock: Clock

    async def __call__(self, session_id: UUID, case_id: UUID, choice: Choice, cause: Cause) -> None:
        member_ref = cause.actor.ref
        session = await self.sessions.get(session_id, cause)
        session.check_may_cast(case_id, member_ref, self.clock())
        cast = session.vote_on(case_id).cast_of(member_ref, choice, self.new_ballot_id())
        if await self.sessions.cast(session_id, case_id, cast):
            return
        (await self.sessions.get(session_id, cause)).check_may_cast(case_id, member_ref, self.clock())
        raise StaleError
