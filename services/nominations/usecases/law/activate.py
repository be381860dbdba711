"""A rule pack comes into force."""

from dataclasses import dataclass

from services.nominations.domain.law import ActivatedPack, activated_pack_id
from services.nominations.usecases.ports import ActivatedPacks
from shared.contracts.organisation import RulePackActivated
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import NoRulePackError, RulePacks


@dataclass(frozen=True, slots=True)
class ActivatePack:
    """Record and announce the pack that is in force today, once; what was announced is compared with what is there.

    On a day without a pack there is nothing to announce; the service's own check has said so to its operators.

    Emits: RulePackActivated.
    Raises: PackChangedError when it was edited since.
    """

    packs: ActivatedPacks
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self) -> None:
        try:
            pack = self.rulepacks.in_force(local_day(self.clock()))
        except NoRulePackError:
            return
        known = await self.packs.find(activated_pack_id(pack.quote))
        if known is not None:
            self.rulepacks.quoted(known.quote)
            return
        activated = ActivatedPack.of(pack)
        cause = job_cause("nominations", "activate pack", pack.id, pack.version)
        await self.packs.save(activated, emits=[_news(activated)], because_of=cause)


def _news(pack: ActivatedPack) -> RulePackActivated:
    return RulePackActivated(
        unit_id="",
        unit_path=(),
        rulepack_id=pack.id,
        pack_id=pack.pack_id,
        pack_version=pack.pack_version,
        pack_hash=pack.pack_hash,
        effective_from=pack.effective_from,
        effective_to=pack.effective_to,
        verified_by=pack.verified_by,
    )
