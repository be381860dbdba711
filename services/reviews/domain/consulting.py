"""What a case waits for after its appraisal: the opinions that were asked for."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.steps import done

ASKING = (CaseState.APPRAISING, CaseState.CONSULTING)


def wait_for(case: Case, asked_id: UUID) -> Case:
    """Somebody was asked about the case; one that has gone on waits for nothing more."""
    if case.state not in ASKING or asked_id in case.awaits:
        return case
    return replace(case, awaits=(*case.awaits, asked_id))


def hear(case: Case, asked_id: UUID, on: date) -> Case:
    """It was answered, or its time is over; with the last of them an appraised case goes on."""
    if case.state not in ASKING or asked_id not in case.awaits:
        return case
    heard = replace(case, awaits=tuple(one for one in case.awaits if one != asked_id))
    if heard.awaits or heard.state is CaseState.APPRAISING:
        return heard
    return replace(heard, state=heard.after_consulting, steps=done(heard.steps, "consult", on))
