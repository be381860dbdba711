"""A case hears the answers for which it waits."""

from dataclasses import dataclass

from services.reviews.domain.case import Case
from services.reviews.domain.consulting import ASKING, hear
from services.reviews.usecases.case.change import change
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.ports import Cases
from shared.contracts.consultations import ConsultationAnswered, ConsultationClosed
from shared.contracts.reviews import OpinionLapsed, OpinionReceived, ReviewConsulted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class HearAnswer:
    """A body answered or let its time pass; or the public was heard and answered: with the last the case goes on.

    Emits: ReviewConsulted.
    """

    cases: Cases
    clock: Clock

    async def __call__(
        self, event: OpinionReceived | OpinionLapsed | ConsultationClosed | ConsultationAnswered, cause: Cause
    ) -> None:
        if isinstance(event, ConsultationClosed) and event.unanswered:
            return
        today = local_day(self.clock())
        await change(self.cases, event.case_id, cause, lambda case: hear(case, event.aggregate_id, today), _news)


def _news(case: Case) -> list[ReviewConsulted]:
    """Told with the last answer; one before the appraisal ends nothing."""
    if case.stands in ASKING or case.verdict is None:
        return []
    return [ReviewConsulted(**about(case), verdict=case.verdict.value, next_state=case.stands.value)]
