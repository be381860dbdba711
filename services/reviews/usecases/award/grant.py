"""Awards are granted when their decision is signed."""

from dataclasses import dataclass

from services.reviews.domain.award import Award
from services.reviews.domain.decision import award_id
from services.reviews.usecases.award.about import in_full
from services.reviews.usecases.award.change import change
from services.reviews.usecases.ports import Awards, Decisions
from shared.contracts.awards import AwardGranted, DecisionSigned
from shared.kernel.cause import Cause
from shared.kernel.errors import ForbiddenError
from shared.kernel.rulepack import RulePack, RulePacks


@dataclass(frozen=True, slots=True)
class GrantAwards:
    """A decision was signed: each of its awards gets its bonus, its lead times and the hash of the document.

    Emits: AwardGranted.
    Raises: NoRulePackError, UnknownFormError.
    """

    awards: Awards
    decisions: Decisions
    packs: RulePacks

    async def __call__(self, event: DecisionSigned, cause: Cause) -> None:
        decision = await self.decisions.find(event.decision_id)
        if decision is None or decision.sha256 is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        document = decision.sha256
        for case_id in event.case_ids:
            await change(
                self.awards,
                award_id(event.decision_id, case_id),
                cause,
                lambda award: award.be_granted(event.decided_on, event.signed_at, document, self._pack(award)),
                _news,
            )

    def _pack(self, award: Award) -> RulePack:
        return self.packs.version(award.facts.pack_id, award.facts.pack_version)


def _news(award: Award) -> list[AwardGranted]:
    return [AwardGranted(**in_full(award, award.grant))] if award.grant is not None else []
