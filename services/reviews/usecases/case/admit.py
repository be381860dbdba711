"""A case is admitted when its nomination was accepted and forwarded."""

from dataclasses import dataclass

from services.reviews.domain.giving_back import put_off
from services.reviews.usecases.case.facts import about, facts_of, steps_of
from services.reviews.usecases.case.open import opened, planned
from services.reviews.usecases.ports import Cases
from shared.contracts.event import Event
from shared.contracts.nominations import NominationForwarded
from shared.contracts.reviews import ReviewAdmitted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class AdmitCase:
    """A nomination was forwarded: its case may be appraised. One that was never opened is opened with it.

    The clock stood still while the file lay with its unit: what is not done falls due so much later, and what is done
    anew has its whole time from now.

    Emits: ReviewCaseOpened, ReviewAdmitted.
    Raises: NoRulePackError, PackChangedError, UnknownFormError, NoCalendarError.
    """

    cases: Cases
    packs: RulePacks
    clock: Clock

    async def __call__(self, event: NominationForwarded, cause: Cause) -> None:
        emits: list[Event] = []
        if await self.cases.find(event.nomination_id) is None:
            case = planned(event, self.packs)
            emits.append(opened(case))
        else:
            case = await self.cases.get(event.nomination_id, cause)
        today = local_day(self.clock())
        admitted = case.after(lambda one: one.admit(facts_of(event), today, event.held_days, event.paused_days))
        if admitted is case:
            return
        paused_since = event.paused_days - case.file_paused_days
        pack = self.packs.quoted(admitted.facts.pack)
        clock = pack.form(admitted.facts.form_code).clock
        admitted = admitted.postpone(put_off(admitted, paused_since, today, clock, pack.calendar), pack.calendar)
        emits.append(
            ReviewAdmitted(
                **about(admitted),
                procedure=admitted.procedure,
                steps=steps_of(admitted.steps),
                decide_by=admitted.decide_by,
            )
        )
        await self.cases.save(admitted, emits=emits, because_of=cause)
