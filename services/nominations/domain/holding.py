"""How a hold of a file begins with its case or its deed, and how each ends.

People, a dispute about the deed and the file's case may hold it at the same time; each ends only its own hold.
"""

from dataclasses import replace
from datetime import date

from services.nominations.domain.nomination import Nomination
from services.nominations.domain.parts import CaseHeld, DeedSeen
from services.nominations.domain.states import (
    ACCEPTED,
    BEFORE_REVIEW,
    DRAFT,
    FINAL,
    IN_REVIEW,
    INELIGIBLE,
    RETURNED,
)
from services.nominations.domain.waiting import STEP_OF_STATE
from shared.kernel.errors import ConflictError
from shared.kernel.holds import ON_HOLD, ComplaintVerifyingError, Hold, HoldGround
from shared.kernel.workdays import Calendar


def release(file: Nomination, on: date, calendar: Calendar) -> Nomination:
    """It goes on where it stood; what is not done falls due later by the working days for which it was held.

    People end no dispute, and no hold while a complaint about its case is verified.
    Raises: ConflictError, ComplaintVerifyingError, StillDisputedError, NoCalendarError.
    """
    if file.held is None:
        raise ConflictError("STATE_CHANGED", state=file.state)
    if file.case_held is not None:
        raise ComplaintVerifyingError(number=file.number)
    file.held.require_ended()
    return _let_go(file, file.held, on, calendar)


def follow_deed(file: Nomination, deed: DeedSeen, on: date, calendar: Calendar, *, is_disputed: bool) -> Nomination:
    """It knows the deed as it stands; while who did it is disputed it is held, and goes on by itself afterwards.

    What somebody else holds stays held, and knows it too; so does what is held by its case, when the dispute ends. What
    it was accepted with stays. It is given back when there is nothing to do. Raises: NoCalendarError.
    """
    if is_disputed and file.state in BEFORE_REVIEW:
        hold = Hold(HoldGround.ATTRIBUTION_DISPUTE, on, file.state, by_itself=True)
        return replace(file, state=ON_HOLD, held=hold)
    if is_disputed or file.deed is None or file.state not in (*BEFORE_REVIEW, ON_HOLD, IN_REVIEW):
        return file
    moved = _after_dispute(file, on, calendar)
    stands = moved.state if moved.held is None else moved.held.before
    seen = file.deed.with_people_of(deed) if stands in (ACCEPTED, IN_REVIEW) else deed
    return moved if moved.deed == seen else replace(moved, deed=seen)


def follow_hold(file: Nomination, ground: HoldGround, on: date) -> Nomination:
    """Its case is held: where it waits for somebody it stands still too, unless it does so already.

    It knows of that wherever it stands, so that news that comes again is known again. What ended, or knows it, is given
    back.
    """
    if file.case_held is not None or file.state in FINAL | {DRAFT, INELIGIBLE}:
        return file
    known = replace(file, case_held=CaseHeld(ground, on))
    if file.state not in (*BEFORE_REVIEW, RETURNED):
        return known
    return replace(known, state=ON_HOLD, held=Hold(ground, on, file.state), held_with_case=True)


def follow_release(file: Nomination, on: date, calendar: Calendar) -> Nomination:
    """Its case goes on: so does what was held with it; what people or a dispute hold stays held.

    The case counts the days by itself, so they are not told to it again. It is given back when it knows of no hold.
    Raises: NoCalendarError.
    """
    if file.case_held is None:
        return file
    both = 0 if file.held is None else calendar.between(max(file.held.since, file.case_held.since), on)
    free = replace(file, case_held=None, held_with_case=False, case_held_days=file.case_held_days + both)
    return _let_go(free, file.held, on, calendar) if file.held is not None and file.held_with_case else free


def _after_dispute(file: Nomination, on: date, calendar: Calendar) -> Nomination:
    held, case = file.held, file.case_held
    if held is None or not held.by_itself:
        return file
    if case is None:
        return _let_go(file, held, on, calendar)
    return replace(file, held=Hold(case.ground, held.since, held.before), held_with_case=True)


def _let_go(file: Nomination, held: Hold, on: date, calendar: Calendar) -> Nomination:
    """The step of the state to which it returns falls due later. The other clocks of a returned file stand anyway."""
    days, is_returned = calendar.between(held.since, on), held.before == RETURNED
    waits = STEP_OF_STATE.get(held.before)
    steps = tuple(step.later(days, calendar) if step.name == waits else step for step in file.steps)
    completed = next((step.due_on for step in steps if step.name == waits), None)
    return replace(
        file,
        state=held.before,
        held=None,
        steps=steps,
        return_due_on=completed if is_returned else file.return_due_on,
        paused_days=file.paused_days + (0 if is_returned else days),
        held_days=file.held_days + days,
    )
