"""People, a dispute and the case may hold a file at once: its clocks stand for all of them, and each ends its own."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.afterwards import lapse
from services.nominations.domain.eligibility import Reason
from services.nominations.domain.holding import follow_deed, follow_hold, follow_release, release
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.waiting import alarm_of
from shared.kernel.holds import ComplaintVerifyingError, HoldGround, StillDisputedError
from shared.kernel.steps import Step
from shared.runtime.law.loading import load_calendar
from tests.nominations.files import DEED, TODAY, drafted, submitted

CALENDAR = load_calendar()
COMPLAINT, PRESS = HoldGround.COMPLAINT_VERIFICATION, HoldGround.PRESS_VERIFICATION
TUESDAY, FRIDAY, MONDAY, WEDNESDAY = TODAY, date(2026, 10, 9), date(2026, 10, 12), date(2026, 10, 14)


def waiting(**changes: Any) -> Nomination:
    """Submitted on 6 October, to be checked by the 9th."""
    return replace(submitted(), steps=(Step("screen", date(2026, 10, 9)),), **changes)


def returned() -> Nomination:
    """To be completed by 20 October."""
    lacks = (Reason("EVIDENCE_MISSING"),)
    return waiting().screen((), ()).return_for_completion(lacks, on=TUESDAY, due_on=date(2026, 10, 20))


def test_a_file_that_is_checked_stands_still_with_its_case_and_goes_on_later() -> None:
    held = follow_hold(waiting().screen((), ()), COMPLAINT, TUESDAY)
    assert (held.state, held.held and held.held.before) == ("on_hold", "screening")
    assert alarm_of(held, date(2026, 10, 30), CALENDAR) is None
    gone_on = follow_release(held, FRIDAY, CALENDAR)
    assert (gone_on.state, gone_on.held, gone_on.steps[0].due_on) == ("screening", None, WEDNESDAY)
    assert (gone_on.held_days, gone_on.paused_days, gone_on.case_held_days) == (3, 3, 3)


def test_a_returned_file_does_not_lapse_while_its_case_is_held_and_has_its_days_afterwards() -> None:
    held = follow_hold(returned(), COMPLAINT, FRIDAY)
    late = date(2026, 11, 30)
    assert (lapse(held, late), alarm_of(held, late, CALENDAR)) == (held, None)
    gone_on = follow_release(held, WEDNESDAY, CALENDAR)
    screen, complete = gone_on.steps
    assert (gone_on.state, gone_on.return_due_on, complete.due_on) == (
        "returned",
        date(2026, 10, 23),
        date(2026, 10, 23),
    )
    assert (screen.due_on, gone_on.paused_days) == (date(2026, 10, 9), 0), "these stand still until it is completed"
    assert (gone_on.held_days, gone_on.case_held_days) == (3, 3)


@pytest.mark.parametrize("state", ["draft", "ineligible", "lapsed", "merged", "withdrawn", "granted", "not_granted"])
def test_what_is_not_sent_or_has_ended_does_not_follow(state: str) -> None:
    file = drafted(state=state)
    assert follow_hold(file, COMPLAINT, TUESDAY) is file
    assert follow_release(file, FRIDAY, CALENDAR) is file


def test_a_file_in_review_only_knows_it() -> None:
    file = waiting(state="in_review")
    known = follow_hold(file, COMPLAINT, TUESDAY)
    assert (known.state, known.held) == ("in_review", None)
    assert follow_release(known, FRIDAY, CALENDAR) == file


def test_people_do_not_end_what_a_complaint_holds_and_it_does_not_end_what_they_hold() -> None:
    by_people = waiting().hold(PRESS, TUESDAY)
    both = follow_hold(by_people, COMPLAINT, FRIDAY)
    assert both.held == by_people.held
    with pytest.raises(ComplaintVerifyingError):
        release(both, MONDAY, CALENDAR)
    theirs = follow_release(both, MONDAY, CALENDAR)
    assert (theirs.state, theirs.held) == ("on_hold", by_people.held)
    gone_on = release(theirs, WEDNESDAY, CALENDAR)
    assert (gone_on.state, gone_on.steps[0].due_on) == ("submitted", date(2026, 10, 19))
    assert (gone_on.held_days, gone_on.case_held_days) == (6, 1), "the case counts the days of its own hold"


def test_a_file_whose_dispute_ended_first_stays_held_with_its_case() -> None:
    disputed = follow_deed(waiting(), DEED, TUESDAY, CALENDAR, is_disputed=True)
    both = follow_hold(disputed, COMPLAINT, FRIDAY)
    resolved = follow_deed(both, DEED, MONDAY, CALENDAR, is_disputed=False)
    assert (resolved.state, resolved.held and resolved.held.ground) == ("on_hold", COMPLAINT)
    gone_on = follow_release(resolved, WEDNESDAY, CALENDAR)
    assert (gone_on.state, gone_on.held_days, gone_on.case_held_days) == ("submitted", 6, 3)


def test_a_file_whose_case_went_on_first_stays_held_by_the_dispute() -> None:
    both = follow_hold(follow_deed(waiting(), DEED, TUESDAY, CALENDAR, is_disputed=True), COMPLAINT, FRIDAY)
    disputed = follow_release(both, MONDAY, CALENDAR)
    with pytest.raises(StillDisputedError):
        release(disputed, MONDAY, CALENDAR)
    gone_on = follow_deed(disputed, DEED, WEDNESDAY, CALENDAR, is_disputed=False)
    assert (gone_on.state, gone_on.held_days, gone_on.case_held_days) == ("submitted", 6, 1)


NEWS = st.lists(st.tuples(st.sampled_from(["held", "released"]), st.integers(0, 9)), max_size=8)


@given(told=NEWS, is_returned=st.booleans())
def test_news_that_is_told_again_changes_nothing(told: list[tuple[str, int]], *, is_returned: bool) -> None:
    once = twice = returned() if is_returned else waiting()
    for (what, _), day in zip(told, sorted(day for _, day in told), strict=True):
        on = date(2026, 10, 6 + day)

        def follow(file: Nomination, what: str = what, on: date = on) -> Nomination:
            return follow_hold(file, COMPLAINT, on) if what == "held" else follow_release(file, on, CALENDAR)

        once, twice = follow(once), follow(follow(twice))
        assert once == twice
