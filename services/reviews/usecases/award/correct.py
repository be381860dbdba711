"""An officer of the grantor corrects the words of an award."""

from dataclasses import asdict, dataclass, replace
from uuid import UUID

from services.reviews.domain.award_parts import Correction
from services.reviews.usecases.award.about import later
from services.reviews.usecases.award.for_grantor import get_for_grantor
from services.reviews.usecases.ports import Awards
from shared.contracts.awards import AwardCorrected
from shared.contracts.parts import Wording
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class Corrected:
    """The words as they should be, None where they are right; by which document, and why."""

    number: str
    reason: str
    subject_label: str | None = None
    citation_vi: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectAward:
    """Set a mistake in its words right. Everybody who was told before is told again; the signed document stays.

    Emits: AwardCorrected.
    Raises: ForbiddenError, RoleSeparationError, ConflictError, UnderExaminationError, CorrectionEmptyError.
    """

    awards: Awards
    clock: Clock

    async def __call__(self, award_id: UUID, words: Corrected, cause: Cause) -> None:
        award = await get_for_grantor(self.awards, award_id, cause)
        correction = Correction(
            number=words.number,
            on=local_day(self.clock()),
            before=award.wording,
            after=replace(
                award.wording,
                subject_label=words.subject_label or award.subject_label,
                citation_vi=words.citation_vi or award.citation_vi,
            ),
            reason=words.reason,
            by_ref=cause.actor.ref,
        )
        corrected = award.correct(correction)
        event = AwardCorrected(
            **later(corrected),
            corrected_on=correction.on,
            correction_number=correction.number,
            before=Wording(**asdict(correction.before)),
            after=Wording(**asdict(correction.after)),
        )
        await self.awards.save(corrected, emits=[event], because_of=cause)
