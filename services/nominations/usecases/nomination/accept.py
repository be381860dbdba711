"""An emulation officer accepts a complete file."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.usecases.nomination.describe import head
from services.nominations.usecases.nomination.judge import JudgeNomination
from services.nominations.usecases.ports import Nominations
from shared.contracts.nominations import NominationAccepted
from shared.contracts.parts import Verdict
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class AcceptNomination:
    """Accept the file when all rules pass at this moment.

    Emits: NominationAccepted.
    Raises: RulesNotPassedError, DuplicateOpenError, ForbiddenError, ConflictError.
    """

    nominations: Nominations
    judge: JudgeNomination

    async def __call__(self, nomination_id: UUID, cause: Cause, *, keep_apart: bool = False) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        verdicts, candidates = await self.judge(nomination)
        accepted = nomination.accept(verdicts, candidates, keep_apart=keep_apart)
        event = NominationAccepted(
            **head(accepted),
            eligibility=tuple(
                Verdict(rule_id=verdict.rule_id, verdict=verdict.verdict, citation=verdict.citation)
                for verdict in verdicts
            ),
        )
        await self.nominations.save(accepted, emits=[event], because_of=cause)
