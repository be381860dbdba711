"""The bodies that a form names are asked once a case is appraised."""

from dataclasses import dataclass

from services.reviews.domain.opinion import Ask, Opinion
from services.reviews.usecases.asking import Opinions
from services.reviews.usecases.opinion.about import about
from services.reviews.usecases.ports import Cases
from shared.contracts.reviews import OpinionRequested, ReviewAppraised
from shared.kernel.asking import Silence
from shared.kernel.cause import Cause
from shared.kernel.clock import local_day
from shared.kernel.errors import ForbiddenError


@dataclass(frozen=True, slots=True)
class AskOpinions:
    """A case was appraised: each body that its form names is asked.

    Emits: OpinionRequested.
    """

    opinions: Opinions
    cases: Cases

    async def __call__(self, event: ReviewAppraised, cause: Cause) -> None:
        for asked in event.asks:
            if await self.opinions.find(asked.opinion_id) is not None:
                continue
            case = await self.cases.find(event.case_id)
            if case is None:
                raise ForbiddenError("OUT_OF_SCOPE")
            held_days = asked.held_days if "held_days" in asked.model_fields_set else None
            ask = Ask(asked.opinion_id, asked.body_id, asked.due_on, Silence(asked.silence), held_days)
            opinion = Opinion.requested(ask, case.id, case.facts, on=None if cause.at is None else local_day(cause.at))
            await self.opinions.save(opinion, emits=[OpinionRequested(**about(opinion))], because_of=cause)
