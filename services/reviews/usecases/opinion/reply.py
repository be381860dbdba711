"""A body that was asked answers."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.opinion import Position
from services.reviews.usecases.asking import Opinions
from services.reviews.usecases.opinion.about import about
from shared.contracts.reviews import OpinionReceived
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class ReplyOpinion:
    """Say what the body thinks, once and in time; why stays here.

    Emits: OpinionReceived.
    Raises: OpinionOverError, ObjectionUnfoundedError, ForbiddenError, RoleSeparationError, ConflictError.
    """

    opinions: Opinions
    clock: Clock

    async def __call__(self, opinion_id: UUID, position: Position, reason_vi: str, cause: Cause) -> None:
        opinion = await self.opinions.get(opinion_id, cause)
        replied = opinion.reply(cause.actor.ref, position, reason_vi, local_day(self.clock()))
        event = OpinionReceived(**about(replied), position=position.value)
        await self.opinions.save(replied, emits=[event], because_of=cause)
