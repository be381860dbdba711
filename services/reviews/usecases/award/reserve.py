"""Awards are reserved when a decision is drafted."""

from dataclasses import dataclass

from services.reviews.domain.award import DEED_ALREADY_REWARDED, Award
from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CASE_WITHDRAWN, CaseEndedError
from services.reviews.domain.decision import Decision
from services.reviews.usecases.award.about import about
from services.reviews.usecases.known_deeds import claim_of
from services.reviews.usecases.ports import ONE_LIVE_AWARD, Awards, Cases, Decisions, Deeds
from shared.contracts.awards import AwardFreed, AwardReserved, DecisionDrafted
from shared.kernel.cause import Cause
from shared.kernel.errors import ForbiddenError, TakenError


@dataclass(frozen=True, slots=True)
class ReserveAwards:
    """A decision was drafted: each row's claim is taken, or the row is told why it cannot be.

    The deed was rewarded before, or the case ended or was taken back while the draft was made.

    Emits: AwardReserved, AwardFreed.
    """

    awards: Awards
    decisions: Decisions
    cases: Cases
    deeds: Deeds

    async def __call__(self, event: DecisionDrafted, cause: Cause) -> None:
        decision = await self.decisions.find(event.decision_id)
        for case_id in event.case_ids:
            case = await self.cases.find(case_id)
            if decision is None or case is None:
                raise ForbiddenError("OUT_OF_SCOPE")
            await self._reserve(decision, case, cause)

    async def _reserve(self, decision: Decision, case: Case, cause: Cause) -> None:
        row = decision.row(case.id)
        if row is None or await self.awards.find(row.award_id) is not None:
            return None
        facts = case.facts.granted_by(decision.grantor_unit_id, decision.grantor_path)
        award = Award.reserve(decision, row, facts, await claim_of(facts, self.deeds))
        if case.is_leaving:
            reason = CaseEndedError.code if case.withdrawal is None else CASE_WITHDRAWN
            return await self._free(award, reason, cause)
        try:
            await self.awards.save(award, emits=[AwardReserved(**about(award))], because_of=cause)
        except TakenError as taken:
            if taken.rule != ONE_LIVE_AWARD:
                raise
            await self._free(award, DEED_ALREADY_REWARDED, cause)

    async def _free(self, award: Award, reason: str, cause: Cause) -> None:
        freed = award.free(reason)
        await self.awards.save(freed, emits=[AwardFreed(**about(freed), reason=reason)], because_of=cause)
