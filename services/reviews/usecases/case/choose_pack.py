"""An officer chooses the newer rule pack for a case."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case_parts import PackChoice
from services.reviews.domain.favourable import choose_pack
from services.reviews.usecases.case.facts import about, steps_of
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import ReviewPackChosen
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class ChoosePack:
    """Review a case by the version that came into force after its receipt, when that one says it may be chosen.

    Emits: ReviewPackChosen.
    Raises: PackNotOfferedError, OnHoldError, NoCalendarError, ForbiddenError, RoleSeparationError, ConflictError.
    """

    cases: Cases
    packs: RulePacks
    clock: Clock

    async def __call__(self, case_id: UUID, version: str, reason_vi: str, cause: Cause) -> None:
        case = await self.cases.get(case_id, cause)
        choice = PackChoice(cause.actor.ref, local_day(self.clock()), reason_vi, case.facts.pack)
        chosen = choose_pack(case, self.packs, version, choice)
        event = ReviewPackChosen(
            **about(chosen),
            pack_id=chosen.facts.pack_id,
            pack_version=chosen.facts.pack_version,
            pack_hash=chosen.facts.pack_hash,
            steps=steps_of(chosen.steps),
            decide_by=chosen.decide_by,
        )
        await self.cases.save(chosen, emits=[event], because_of=cause)
