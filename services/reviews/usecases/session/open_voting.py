"""The chair opens the vote."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.ports import Sessions
from services.reviews.usecases.session.about import about, recusals_of
from shared.contracts.reviews import CouncilVoteOpened
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class OpenVoting:
    """From now on the entitled members may vote.

    Emits: CouncilVoteOpened.
    Raises: ConflictError, NoQuorumError.
    """

    sessions: Sessions

    async def __call__(self, session_id: UUID, cause: Cause) -> None:
        session = (await self.sessions.get(session_id, cause)).open_voting()
        event = CouncilVoteOpened(**about(session), recused=recusals_of(session), closes_at=session.closes_at)
        await self.sessions.save(session, emits=[event], because_of=cause)
