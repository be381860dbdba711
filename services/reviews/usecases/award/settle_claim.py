"""Awards follow the links of their deeds: one deed and subject, one live award, whichever registration it came from.

Whatever happens at the same time, the claims agree in the end: a link is kept first and then finds the awards of that
moment, and every award that is reserved is looked at again. The unique index decides who holds the claim; a draft
yields to a signature, and its decision is told before it can be signed.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from services.reviews.domain.award import DEED_ALREADY_REWARDED, Award, AwardState
from services.reviews.domain.decision import DecisionState
from services.reviews.domain.row import RowOutcome
from services.reviews.usecases.award.about import about
from services.reviews.usecases.decision.about import returned
from services.reviews.usecases.finding.notice_double import NoticeDouble
from services.reviews.usecases.known_deeds import claim_of, keep_news, root_of, with_linked
from services.reviews.usecases.ports import ONE_LIVE_AWARD, Awards, Decisions, Deeds
from shared.contracts.awards import AwardFreed, AwardReserved, AwardRevoked
from shared.contracts.deeds import DeedLinked
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError, TakenError
from shared.kernel.ids import id_from


@dataclass(frozen=True, slots=True)
class SettleClaim:
    """An award was reserved or revoked: those of its deed claim the one at the end of the links.

    Emits: AwardFreed, DecisionReturned.
    """

    awards: Awards
    decisions: Decisions
    deeds: Deeds
    notice_double: NoticeDouble

    async def __call__(self, event: AwardReserved | AwardRevoked, cause: Cause) -> None:
        award = await self.awards.find(event.award_id)
        if award is None or award.facts.deed_id is None:
            return
        root = await root_of(award.facts.deed_id, self.deeds)
        for award_id in await self.awards.live_of(await with_linked(root, self.deeds)):
            await self.settle(award_id, cause)

    async def settle(self, award_id: UUID, cause: Cause) -> None:
        """Bring one award's claim in line; who cannot hold it is freed, or found to be one too many."""
        try:
            award = await self.awards.get(award_id, cause)
        except AlreadyHandledError:
            return
        moved = award.move_claim(await claim_of(award.facts, self.deeds))
        if moved is award:
            return
        try:
            await self.awards.save(moved, emits=[], because_of=cause)
        except TakenError as taken:
            if taken.rule != ONE_LIVE_AWARD:
                raise
            await self._yield(award, moved, cause)

    async def _yield(self, award: Award, moved: Award, cause: Cause) -> None:
        if await self._free(award, cause):
            return
        holder = await self.awards.holder(moved.claim)
        if holder is None or await self._free(holder, cause):
            await self.awards.save(moved, emits=[], because_of=cause)
        else:
            await self.notice_double(award, holder, cause)

    async def _free(self, award: Award, cause: Cause) -> bool:
        """Let the claim of a draft go. The draft is marked first: whoever signs then signs without it.

        Several may go by one cause, of one draft too: each goes by a cause of its own, derived from it.
        """
        if award.state is not AwardState.RESERVED:
            return False
        decision = await self.decisions.find(award.decision_id)
        if decision is None or decision.state is DecisionState.SIGNED:
            return False
        own = replace(cause, id=id_from("freed award", cause.id, award.id))
        marked = decision.mark_row(award.id, RowOutcome.FREED, DEED_ALREADY_REWARDED)
        if marked is not decision:
            await self.decisions.save(marked, emits=returned(marked), because_of=own)
        freed = award.free(DEED_ALREADY_REWARDED)
        news = AwardFreed(**about(freed), reason=DEED_ALREADY_REWARDED)
        await self.awards.save(freed, emits=[news], because_of=own)
        return True


@dataclass(frozen=True, slots=True)
class FollowLink:
    """Two deeds were found to be one: that is kept, and every award of the linked one claims the other."""

    awards: Awards
    deeds: Deeds
    settle_claim: SettleClaim

    async def __call__(self, event: DeedLinked, cause: Cause) -> None:
        await keep_news(event, self.deeds, cause)
        for award_id in await self.awards.live_of(await with_linked(event.deed_id, self.deeds)):
            await self.settle_claim.settle(award_id, cause)
