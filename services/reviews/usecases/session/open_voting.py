"""The chair opens the vote."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.reminding import to_remind
from services.reviews.usecases.figures.share import ShareOfUnit
from services.reviews.usecases.ports import Cases, Sessions
from services.reviews.usecases.session.about import about, recusals_of
from services.reviews.usecases.session.rule import vote_rule
from shared.contracts.councils import CouncilVoteOpened
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class OpenVoting:
    """From now on the entitled members may vote, and see with each case whether its unit favours those it should.

    Emits: CouncilVoteOpened.
    Raises: ConflictError, CasesNotReadyError, PackChangedError, VoteOverError, NoQuorumError.
    """

    sessions: Sessions
    cases: Cases
    share_of: ShareOfUnit
    packs: RulePacks
    clock: Clock

    async def __call__(self, session_id: UUID, cause: Cause) -> None:
        session = await self.sessions.get(session_id, cause)
        cases = [case for vote in session.votes if (case := await self.cases.find(vote.case_id)) is not None]
        fairness = {case.id: await self.share_of(case.facts.unit_id, local_day(self.clock())) for case in cases}
        agenda = [(case, vote_rule(case, self.packs)) for case in cases]
        opened = to_remind(session.look_again(agenda).open_voting(self.clock(), fairness), self.clock())
        event = CouncilVoteOpened(**about(opened), recused=recusals_of(opened), closes_at=opened.closes_at)
        await self.sessions.save(opened, emits=[event], because_of=cause)
