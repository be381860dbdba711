"""Awards are granted when their decision is signed."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.award import Award
from services.reviews.domain.case import Case
from services.reviews.domain.grant import Signed
from services.reviews.domain.row import award_id
from services.reviews.usecases.award.about import in_full
from services.reviews.usecases.award.change import change
from services.reviews.usecases.ports import Awards, Cases, Decisions
from shared.contracts.awards import AwardGranted, DecisionSigned
from shared.kernel.cause import Cause
from shared.kernel.errors import ForbiddenError
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class GrantAwards:
    """A decision was signed: each of its awards gets its bonus, its lead times and the hash of the document.

    Emits: AwardGranted.
    Raises: NoRulePackError, PackChangedError, UnknownFormError.
    """

    awards: Awards
    decisions: Decisions
    cases: Cases
    packs: RulePacks

    async def __call__(self, event: DecisionSigned, cause: Cause) -> None:
        decision = await self.decisions.find(event.decision_id)
        if decision is None or decision.sha256 is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        signed = Signed(event.decided_on, event.signed_at, decision.sha256)
        for case_id in event.case_ids:
            await self._grant(signed, award_id(event.decision_id, case_id), case_id, cause)

    async def _grant(self, signed: Signed, granted_id: UUID, case_id: UUID, cause: Cause) -> None:
        case = await self.cases.find(case_id)
        await change(self.awards, granted_id, cause, lambda award: self._granted(award, case, signed), _news)

    def _granted(self, award: Award, case: Case | None, signed: Signed) -> Award:
        # A newer pack may have been chosen for the case, or its deed set right, while the award was reserved.
        known = award if case is None else award.knowing(case.facts)
        held_days = 0 if case is None else case.held_days
        return known.be_granted(signed, self.packs.quoted(known.facts.pack), held_days)


def _news(award: Award) -> list[AwardGranted]:
    return [AwardGranted(**in_full(award, award.grant))] if award.grant is not None else []
