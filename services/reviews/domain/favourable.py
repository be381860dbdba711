"""Favourable review: a person chooses the newer rule pack for a case that was received under an older one."""

from dataclasses import replace
from datetime import date

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CaseState, PackChoice
from services.reviews.domain.steps import decide_by, plan_above, plan_steps, replanned
from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.rulepack import RulePack, RulePacks
from shared.kernel.steps import Step

_STILL_OPEN = (CaseState.APPRAISING, CaseState.CONSULTING, CaseState.READY, CaseState.AWAITING_DECISION)


class PackNotOfferedError(RefusedError):
    """The case is not offered this pack: it is no newer one, or has no favourable clause, or another procedure."""

    code = "PACK_NOT_OFFERED"


def offered(case: Case, packs: RulePacks, on: date) -> RulePack | None:
    """The pack that a person may choose for the case on that day; none from the vote or the decision's draft on."""
    if case.state not in _STILL_OPEN or case.decisions:
        return None
    return packs.favourable(case.facts.pack, case.facts.form_code, on)


def choose_pack(case: Case, packs: RulePacks, version: str, choice: PackChoice) -> Case:
    """The case goes on by the newer pack. What is done stays done; what is not falls due by the newer clock.

    Raises: OnHoldError, ConflictError, PackNotOfferedError, NoCalendarError.
    """
    case.require(*_STILL_OPEN)
    if case.decisions:
        raise ConflictError("STATE_CHANGED", state=case.state.value)
    pack = offered(case, packs, choice.on)
    if pack is None or pack.version != version:
        raise PackNotOfferedError(field="version")
    facts = case.facts.under(pack.quote)
    steps = _planned_anew(case, pack, facts.form_code)
    return replace(case, facts=facts, steps=steps, decide_by=decide_by(steps, case.began_on), pack_choice=choice)


def _planned_anew(case: Case, pack: RulePack, form_code: str) -> tuple[Step, ...]:
    clock = pack.form(form_code).clock
    if not case.passed:
        return replanned(case.steps, plan_steps(case.began_on, clock, pack.calendar), pack.calendar)
    screened = tuple(step for step in case.steps if step.name == "screen")
    above = tuple(step for step in case.steps if step.name != "screen")
    return (*screened, *replanned(above, plan_above(case.began_on, clock, pack.calendar), pack.calendar))
