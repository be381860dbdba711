"""The secretary enters what a member chose on paper."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.ballot import Choice, NewBallotId
from services.reviews.usecases.ports import Cases, Sessions
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import StaleError
from shared.kernel.separations import RoleSeparationError, keep_apart


@dataclass(frozen=True, slots=True)
class CastWritten:
    """A member's choice on one case, entered from paper; from then on it is a ballot as any other.

    It leaves no more than a ballot does, but that this member voted in writing: to which ballot it led is not kept.
    Who gains by the file, has proposed, endorsed or appraised it, or is recused, handles no paper about it.
    Raises: ConflictError, VoteOverError, WrittenNotAllowedError, TakesNoPartError, MemberVotedError,
    ConflictOfInterestError, CaseEndedError, RoleSeparationError, ForbiddenError.
    """

    sessions: Sessions
    cases: Cases
    new_ballot_id: NewBallotId
    clock: Clock

    async def __call__(self, session_id: UUID, case_id: UUID, member_ref: str, choice: Choice, cause: Cause) -> None:
        session = await self.sessions.get(session_id, cause)
        session.check_takes_paper(case_id, member_ref, self.clock())
        case = await self.cases.find(case_id)
        if case is not None:
            keep_apart(cause.actor, cause.action, case.standings)
        if case is not None and cause.actor.ref == case.facts.endorser_ref:
            raise RoleSeparationError
        vote = session.vote_on(case_id)
        vote.check_enters_paper(cause.actor.ref)
        cast = vote.cast_of(member_ref, choice, self.new_ballot_id(), is_written=True)
        if await self.sessions.cast(session_id, case_id, cast):
            return
        (await self.sessions.get(session_id, cause)).check_takes_paper(case_id, member_ref, self.clock())
        raise StaleError
