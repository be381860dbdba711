"""An officer asks the public about a case."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.domain.consultation import (
    Consultation,
    ConsultationState,
    NotAskedError,
    consultation_id_of,
    require_asked,
)
from services.reviews.usecases.asking import Consultations
from services.reviews.usecases.consultation.about import about
from services.reviews.usecases.places import require_place
from services.reviews.usecases.ports import Cases, Units
from shared.contracts.consultations import ConsultationOpened
from shared.kernel.asking import ConsultationRule
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ConflictError, ForbiddenError
from shared.kernel.policy import permit
from shared.kernel.rulepack import RulePack, RulePacks
from shared.kernel.separations import keep_apart


@dataclass(frozen=True, slots=True)
class Appeal:
    """What the public is asked about a case, where it is made known, and who is to be commended."""

    case_id: UUID
    place: str | None
    subject_label: str
    question_vi: str


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """Ask the public about an appraised case whose form wants that, for the working days of its pack, once.

    Without a place it is made known at the subject's unit. The name is kept and told only where the pack says so.

    Emits: ConsultationOpened.
    Raises: NotAskedError, PlaceUnknownError, OnHoldError, NoRulePackError, PackChangedError, NoCalendarError,
    ForbiddenError, RoleSeparationError, ConflictError.
    """

    consultations: Consultations
    cases: Cases
    units: Units
    packs: RulePacks
    clock: Clock

    async def __call__(self, appeal: Appeal, cause: Cause) -> None:
        consultation_id = consultation_id_of(appeal.case_id)
        if await self.consultations.find(consultation_id) is not None:
            consultation = await self.consultations.get(consultation_id, cause)
            raise ConflictError("STATE_CHANGED", state=consultation.state.value)
        case = await self.cases.find(appeal.case_id)
        if case is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        permit(cause.actor, cause.action, case.facts.grantor_path)
        keep_apart(cause.actor, cause.action, case.standings)
        require_asked(case)
        if appeal.place is not None:
            await require_place(self.units, appeal.place, local_day(self.clock()))
        consultation = self._opened(appeal, case)
        event = ConsultationOpened(
            **about(consultation),
            place=consultation.place,
            opened_on=consultation.opened_on,
            closes_on=consultation.closes_on,
            subject_label=consultation.subject_label,
        )
        await self.consultations.save(consultation, emits=[event], because_of=cause)

    def _opened(self, appeal: Appeal, case: Case) -> Consultation:
        pack = self.packs.quoted(case.facts.pack)
        rule, today = _rule(pack, case), local_day(self.clock())
        return Consultation(
            id=consultation_id_of(case.id),
            version=0,
            state=ConsultationState.WINDOW_OPEN,
            case_id=case.id,
            facts=case.facts,
            place=appeal.place or case.facts.unit_id,
            opened_on=today,
            closes_on=pack.calendar.add(today, rule.days),
            subject_label=appeal.subject_label if rule.names_public else "",
            question_vi=appeal.question_vi,
            held_days=case.held_days,
        )


def _rule(pack: RulePack, case: Case) -> ConsultationRule:
    rule = pack.form(case.facts.form_code).consultation
    if rule is None:
        raise NotAskedError(number=case.facts.number)
    return rule
