"""The chair opens the vote."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.ports import Sessions
from services.reviews.usecases.session.about import about, recusals_of
from shared.contracts.reviews import CouncilVoteOpened
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class OpenVoting:
    """From now on the entitled members may vote.

    Emits: CouncilVoteOpened.
    Raises: ConflictError, VoteOverError, NoQuorumError.
    """

    sessions: Sessions
    clock: Clock

    async def __call__(self, session_id: UUID, cause: Cause) -> None:
        session = (await self.sessions.get(session_id, cause)).open_voting(self.clock())
        event = CouncilVoteOpened(**about(session), recused=recusals_of(session), closes_at=session.closes_at)
        await self.sessions.save(session, emits=[event], because_of=cause)
