"""The chair ends a session without a vote."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.ports import Sessions
from services.reviews.usecases.session.about import about
from shared.contracts.councils import CouncilAdjourned
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class AdjournSession:
    """The cases go back and wait for another session.

    Emits: CouncilAdjourned.
    Raises: ConflictError.
    """

    sessions: Sessions
    clock: Clock

    async def __call__(self, session_id: UUID, cause: Cause) -> None:
        session = (await self.sessions.get(session_id, cause)).adjourn(self.clock())
        await self.sessions.save(session, emits=[CouncilAdjourned(**about(session))], because_of=cause)
