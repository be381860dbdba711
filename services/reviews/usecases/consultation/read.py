"""Questions about consultations that change nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.consultation import Comment, Consultation
from services.reviews.usecases.asking import Consultations
from services.reviews.usecases.ports import Safe, Seen
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import scope


@dataclass(frozen=True, slots=True)
class ReadConsultations:
    """Everybody reads what is asked; who judges the file reads what was said; who spoke reads the own words."""

    consultations: Consultations
    safe: Safe
    clock: Clock

    async def one(self, consultation_id: UUID, actor: Actor) -> Seen[Consultation]:
        """One, with all that was said. Raises: ForbiddenError."""
        seen = await self.consultations.shown(consultation_id, scope(actor, "consultation.read"))
        if seen is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        return seen

    async def some(
        self, states: Collection[str], case_id: UUID | None, limit: int, actor: Actor
    ) -> Sequence[Seen[Consultation]]:
        """Those in these states, or in all, about one case or about any, those that close first coming first."""
        return await self.consultations.listed(states, case_id, limit, scope(actor, "consultation.read"))

    async def to_the_public(self, limit: int) -> Sequence[Consultation]:
        """Those in which something can be said today, those that close first coming first."""
        return await self.consultations.open_on(local_day(self.clock()), limit)

    async def own(self, limit: int, actor: Actor) -> Sequence[tuple[Consultation, Comment]]:
        """What this person said, with the answers, the newest consultations first."""
        mark = self.safe.mark(actor.ref)
        return [
            (consultation, comment)
            for consultation in await self.consultations.with_comment_of(mark, limit)
            for comment in consultation.comments
            if comment.sender_mark == mark
        ]
