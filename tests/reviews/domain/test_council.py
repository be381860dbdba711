from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.council import ChairNotMemberError, Council, Term


def test_members_are_kept_once_and_in_order() -> None:
    council = Council.record("HD", "BTP", "B", ("B", "A", "B"), {"A": "STP-HP"})
    assert council.member_refs == ("A", "B")
    assert council.path == ("HD", "BTP")


@pytest.mark.parametrize(("chair", "related"), [("C", {}), ("A", {"C": "STP-HP"})])
def test_the_chair_and_related_people_are_members(chair: str, related: dict[str, str]) -> None:
    with pytest.raises(ChairNotMemberError):
        Council.record("HD", "BTP", chair, ("A", "B"), related)


@given(since=st.none() | st.dates(), until=st.none() | st.dates(), day=st.dates())
def test_a_member_sits_from_the_first_day_to_the_last(since: date | None, until: date | None, day: date) -> None:
    council = Council.record("HD", "BTP", "A", ("A", "B"), {}, {"B": Term(since, until)})
    sits = (since or date.min) <= day <= (until or date.max)
    assert council.members_on(day) == (("A", "B") if sits else ("A",))


def test_days_belong_to_members_and_no_session_is_without_its_chair() -> None:
    with pytest.raises(ChairNotMemberError):
        Council.record("HD", "BTP", "A", ("A", "B"), {}, {"C": Term()})
    council = Council.record("HD", "BTP", "A", ("A", "B"), {}, {"A": Term(since=date(2027, 1, 1))})
    with pytest.raises(ChairNotMemberError):
        council.members_on(date(2026, 12, 31))
    assert council.members_on(date(2027, 1, 1)) == ("A", "B")
