"""An officer answers a comment."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.consultation import Answer
from services.reviews.usecases.asking import Consultations
from services.reviews.usecases.consultation.about import about
from services.reviews.usecases.ports import Safe
from shared.contracts.consultations import ConsultationAnswered
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class AnswerComment:
    """Answer a comment, once, in the window or after it; with the last answer after it nothing is owed any more.

    Nobody answers the own comment.

    Emits: ConsultationAnswered.
    Raises: ForbiddenError, RoleSeparationError, ConflictError; RefusedError (CONTACT_NOT_KEPT) without a key.
    """

    consultations: Consultations
    safe: Safe
    clock: Clock

    async def __call__(self, consultation_id: UUID, comment_id: UUID, text_vi: str, cause: Cause) -> None:
        consultation = await self.consultations.get(consultation_id, cause)
        permit(cause.actor, cause.action, consultation.facts.grantor_path)
        answer = Answer(text_vi, cause.actor.ref, local_day(self.clock()))
        answered = consultation.answer_comment(comment_id, answer, self.safe.mark(cause.actor.ref))
        emits: list[Event] = [ConsultationAnswered(**about(answered))] if answered.is_over else []
        await self.consultations.save(answered, emits=emits, because_of=cause)
