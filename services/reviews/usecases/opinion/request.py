"""An officer asks a body for its opinion."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.domain.consulting import ASKING
from services.reviews.domain.facts import Facts
from services.reviews.domain.finding import DueInPastError
from services.reviews.domain.opinion import Ask, Opinion, opinion_id_of
from services.reviews.usecases.asking import Opinions
from services.reviews.usecases.opinion.about import about
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import OpinionRequested
from shared.kernel.asking import Silence
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import permit
from shared.kernel.separations import keep_apart


@dataclass(frozen=True, slots=True)
class Question:
    """What an officer wants to know of which body, until when, and what its silence counts as."""

    case_id: UUID
    body_id: str
    due_on: date
    silence: Silence
    question_vi: str


@dataclass(frozen=True, slots=True)
class RequestOpinion:
    """Ask a body about a case that is being appraised or consulted, beyond those whom the form names.

    A case that goes on in the same moment does not wait for the answer any more.

    Emits: OpinionRequested.
    Raises: DueInPastError, OnHoldError, ForbiddenError, RoleSeparationError, ConflictError.
    """

    opinions: Opinions
    cases: Cases
    clock: Clock

    async def __call__(self, question: Question, cause: Cause) -> None:
        opinion_id = opinion_id_of(cause.id, question.body_id)
        if await self.opinions.find(opinion_id) is not None:
            await self.opinions.get(opinion_id, cause)
        case = await self.cases.find(question.case_id)
        if case is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        permit(cause.actor, cause.action, case.office)
        keep_apart(cause.actor, cause.action, case.standings)
        case.require(*ASKING)
        today = local_day(self.clock())
        if question.due_on < today:
            raise DueInPastError(field="due_on")
        ask = Ask(opinion_id, question.body_id, question.due_on, question.silence, case.held_days)
        opinion = Opinion.requested(ask, case.id, _seen_from(case), question.question_vi, today)
        await self.opinions.save(opinion, emits=[OpinionRequested(**about(opinion))], because_of=cause)


def _seen_from(case: Case) -> Facts:
    """The facts of an opinion that those see who ask, at whichever level, and later the grantor's."""
    path = tuple(dict.fromkeys((*case.facts.grantor_path, *case.office)))
    return case.facts.granted_by(case.facts.grantor_unit_id, path)
