"""An emulation officer opens a submitted file."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.usecases.nomination.describe import head, steps_told
from services.nominations.usecases.nomination.judge import JudgeNomination
from services.nominations.usecases.ports import Nominations
from shared.contracts.nominations import NominationReceived
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class ScreenNomination:
    """Take the file in hand: rules are asked, duplicates sought.

    Emits: NominationReceived.
    Raises: ForbiddenError, ConflictError.
    """

    nominations: Nominations
    judge: JudgeNomination

    async def __call__(self, nomination_id: UUID, cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        verdicts, candidates = await self.judge(nomination)
        screening = nomination.screen(verdicts, candidates)
        event = NominationReceived(**head(screening), candidates=candidates, steps=steps_told(screening))
        await self.nominations.save(screening, emits=[event], because_of=cause)
