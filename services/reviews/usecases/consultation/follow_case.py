"""A consultation follows its case: it stands still, goes on and ends with it."""

from dataclasses import dataclass

from services.reviews.domain.consultation import ConsultationState, consultation_id_of
from services.reviews.usecases.asking import Consultations
from services.reviews.usecases.consultation.about import about, counts
from services.reviews.usecases.ports import Cases
from shared.contracts.consultations import ConsultationClosed, ConsultationOpened
from shared.contracts.event import Event
from shared.contracts.reviews import ReviewEvent
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class FollowCase:
    """A case was held, released or closed, or its consultation opened meanwhile: the consultation is as the case is.

    Whichever of these is known first, it looks at the case as it stands.

    Emits: ConsultationClosed.
    Raises: NoRulePackError, PackChangedError, NoCalendarError.
    """

    consultations: Consultations
    cases: Cases
    packs: RulePacks

    async def __call__(self, event: ReviewEvent | ConsultationOpened, cause: Cause) -> None:
        consultation_id = consultation_id_of(event.case_id)
        case = await self.cases.find(event.case_id)
        if case is None or await self.consultations.find(consultation_id) is None:
            return
        try:
            consultation = await self.consultations.get(consultation_id, cause)
        except AlreadyHandledError:
            return
        followed = consultation.follow(case, self.packs.quoted(case.facts.pack).calendar)
        if followed is consultation:
            return
        emits: list[Event] = []
        if followed.state is ConsultationState.WINDOW_CLOSED:
            emits.append(ConsultationClosed(**about(followed), **counts(followed)))
        await self.consultations.save(followed, emits=emits, because_of=cause)
