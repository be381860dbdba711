"""An emulation officer opens a submitted file; where a rule knows too little, a person is asked."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.eligibility import questions
from services.nominations.usecases.nomination.describe import head, reasons_given, steps_told
from services.nominations.usecases.nomination.judge import JudgeNomination
from services.nominations.usecases.nomination.seek_repeated import SeekRepeated
from services.nominations.usecases.ports import Nominations
from shared.contracts.event import Event
from shared.contracts.nominations import NominationNeedsReview, NominationReceived
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class ScreenNomination:
    """Take the file in hand: rules are asked, duplicates sought, and whether its report repeats an earlier one.

    Missing data is flagged: it is a question, no refusal.

    Emits: NominationReceived, NominationNeedsReview.
    Raises: ForbiddenError, ConflictError.
    """

    nominations: Nominations
    judge: JudgeNomination
    seek_repeated: SeekRepeated

    async def __call__(self, nomination_id: UUID, cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        verdicts, candidates = await self.judge(nomination)
        screening = nomination.screen(verdicts, candidates, await self.seek_repeated(nomination))
        news: list[Event] = [
            NominationReceived(
                **head(screening),
                candidates=tuple(one.number for one in candidates),
                steps=steps_told(screening),
                repeats=screening.repeats,
            )
        ]
        flagged = screening.flag()
        if flagged is not screening:
            asked = reasons_given(questions(verdicts))
            news.append(NominationNeedsReview(**head(flagged), reasons=asked, proposer_ref=flagged.proposer_ref))
        await self.nominations.save(flagged, emits=news, because_of=cause)
