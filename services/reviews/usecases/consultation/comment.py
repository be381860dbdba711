"""A citizen or a colleague says what they think of a commendation."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case import FINAL
from services.reviews.domain.consultation import Comment, NotOpenError, Side, comment_id_of
from services.reviews.usecases.asking import Consultations
from services.reviews.usecases.ports import Cases, Safe
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.separations import keep_apart


@dataclass(frozen=True, slots=True)
class CommentOnCase:
    """Take a comment in, as long as the window is open and its case goes on; nobody learns who spoke.

    Raises: NotOpenError, AlreadyCommentedError, CommentsFullError, ForbiddenError, RoleSeparationError; RefusedError
    (CONTACT_NOT_KEPT) without a key.
    """

    consultations: Consultations
    cases: Cases
    safe: Safe
    clock: Clock

    async def __call__(self, consultation_id: UUID, side: Side, text_vi: str, cause: Cause) -> None:
        consultation = await self.consultations.get(consultation_id, cause)
        case = await self.cases.find(consultation.case_id)
        if case is None or case.held is not None or case.state in FINAL:
            raise NotOpenError(number=consultation.facts.number)
        keep_apart(cause.actor, cause.action, case.standings)
        comment = Comment(
            id=comment_id_of(cause.id),
            side=side,
            text_vi=text_vi,
            sender_mark=self.safe.mark(cause.actor.ref),
            said_on=local_day(self.clock()),
        )
        await self.consultations.save(consultation.comment(comment), emits=[], because_of=cause)
