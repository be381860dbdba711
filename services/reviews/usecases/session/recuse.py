"""A member says that he is related to a case."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.ports import Sessions
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class RecuseMember:
    """The member takes no part in the vote on one case. It is told with the opening of the vote.

    Raises: ConflictError, ForbiddenError, NotEntitledError, AlreadyRecusedError, CaseEndedError.
    """

    sessions: Sessions

    async def __call__(self, session_id: UUID, case_id: UUID, cause: Cause) -> None:
        session = (await self.sessions.get(session_id, cause)).recuse(case_id, cause.actor.ref)
        await self.sessions.save(session, emits=[], because_of=cause)
