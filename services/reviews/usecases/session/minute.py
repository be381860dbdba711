"""The secretary makes the minutes of a session."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.ports import Sessions
from services.reviews.usecases.session.about import about
from shared.contracts.councils import CouncilMinuted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class MinuteSession:
    """What was counted is written down once; the document stays with the session, its hash is told.

    Emits: CouncilMinuted.
    Raises: NotClosedError, MinutesMadeError, ForbiddenError.
    """

    sessions: Sessions
    clock: Clock

    async def __call__(self, session_id: UUID, cause: Cause) -> None:
        session = await self.sessions.get(session_id, cause)
        minuted = session.minute(cause.actor.ref, local_day(self.clock()))
        sha256 = minuted.minutes.sha256 if minuted.minutes is not None else ""
        await self.sessions.save(minuted, emits=[CouncilMinuted(**about(minuted), sha256=sha256)], because_of=cause)
