"""An emulation officer rules a file out."""

from dataclasses import dataclass, replace
from uuid import UUID

from services.nominations.domain.fitting import alternatives
from services.nominations.usecases.nomination.describe import head, reasons_given
from services.nominations.usecases.nomination.grantor import line_of
from services.nominations.usecases.nomination.judge import JudgeNomination
from services.nominations.usecases.nomination.quote import pack_of
from services.nominations.usecases.ports import Nominations, Organisation
from shared.contracts.nominations import NominationIneligible
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class RuleOutNomination:
    """Close a file that fails a rule for good, judged anew at this moment; the forms that fit instead are named.

    Emits: NominationIneligible.
    Raises: RuleNotFailedError, NoRulePackError, ForbiddenError, RoleSeparationError, ConflictError.
    """

    nominations: Nominations
    judge: JudgeNomination
    organisation: Organisation
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, nomination_id: UUID, rule_id: str, cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        verdicts, _ = await self.judge(nomination)
        ruled_out = nomination.rule_out(rule_id, verdicts)
        line = await line_of(self.organisation, ruled_out.unit_path, local_day(self.clock()))
        offered = alternatives(ruled_out, pack_of(ruled_out, self.rulepacks), rule_id, line)
        event = NominationIneligible(
            **head(ruled_out),
            reasons=reasons_given(ruled_out.reasons),
            alternatives=tuple(one.form_code for one in offered),
            proposer_ref=ruled_out.proposer_ref,
        )
        await self.nominations.save(replace(ruled_out, alternatives=offered), emits=[event], because_of=cause)
