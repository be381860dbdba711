"""The chair closes the vote, and it is counted."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.ballot import Vote
from services.reviews.usecases.ports import Sessions
from services.reviews.usecases.session.about import about
from shared.contracts.councils import CouncilVoteClosed
from shared.contracts.parts import VoteResult
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class CloseVoting:
    """All have voted or the time is over: count and seal. Only totals and hashes leave the session.

    Emits: CouncilVoteClosed.
    Raises: ConflictError, NoQuorumError, VoteNotOverError.
    """

    sessions: Sessions
    clock: Clock

    async def __call__(self, session_id: UUID, cause: Cause) -> None:
        session = (await self.sessions.get(session_id, cause)).close_voting(self.clock())
        event = CouncilVoteClosed(**about(session), results=tuple(_results(session.votes)))
        await self.sessions.save(session, emits=[event], because_of=cause)


def _results(votes: tuple[Vote, ...]) -> list[VoteResult]:
    return [
        VoteResult(
            case_id=str(vote.case_id),
            yes=vote.outcome.yes,
            no=vote.outcome.no,
            base=vote.outcome.base,
            present=vote.outcome.present,
            entitled=vote.outcome.entitled,
            threshold=vote.outcome.threshold,
            passed=vote.outcome.passed,
            tally_hash=vote.outcome.tally_hash,
        )
        for vote in votes
        if vote.outcome is not None
    ]
