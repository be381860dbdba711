from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.deed import (
    Contributor,
    Deed,
    DeedDatesError,
    FutureDeedError,
    LinkedDeedError,
    SameDeedError,
    SharesError,
)

TODAY = date(2026, 10, 6)
DEED = Deed(
    id=UUID(int=1),
    unit_code="STP-HP",
    unit_path=("UB-HP", "STP-HP"),
    title_vi="Cấp trích lục cho 37 hộ bị sạt lở",
    story_vi="Trực ngoài giờ trong 2 ngày.",
    field="ho_tich",
    occurred_from=date(2026, 10, 3),
    occurred_to=date(2026, 10, 3),
    known_on=date(2026, 10, 3),
    contributors=(Contributor("CB-0412", 100),),
)


def test_a_deed_of_today_can_be_registered_today() -> None:
    deed = replace(DEED, occurred_from=TODAY, occurred_to=TODAY, known_on=TODAY)
    assert deed.checked(TODAY) is deed


@pytest.mark.parametrize("name", ["known_on", "occurred_to", "occurred_from"])
def test_a_day_in_the_future_is_refused_by_name(name: str) -> None:
    with pytest.raises(FutureDeedError) as refused:
        replace(DEED, **{name: TODAY + timedelta(days=1)}).checked(TODAY)  # type: ignore[arg-type]
    assert refused.value.params["field"] == name


@given(st.permutations([0, 1, 2]))
def test_days_ascend_from_begun_to_ended_to_known(offsets: list[int]) -> None:
    begun, ended, known = (TODAY - timedelta(days=5 - offset) for offset in offsets)
    deed = replace(DEED, occurred_from=begun, occurred_to=ended, known_on=known)
    if offsets == [0, 1, 2]:
        assert deed.checked(TODAY) is deed
    else:
        with pytest.raises(DeedDatesError):
            deed.checked(TODAY)


@given(st.lists(st.integers(-5, 100), min_size=1, max_size=6))
def test_shares_add_up_to_a_hundred_and_nobody_has_nothing(shares: list[int]) -> None:
    deed = replace(DEED, contributors=tuple(Contributor(f"CB-{n}", share) for n, share in enumerate(shares)))
    if sum(shares) == 100 and min(shares) >= 1:
        assert deed.checked(TODAY) is deed
    else:
        with pytest.raises(SharesError):
            deed.checked(TODAY)


@given(st.permutations(["A-1", "B-2", "C-3"]))
def test_two_registrations_of_one_deed_have_one_fingerprint(order: list[str]) -> None:
    shares = dict(zip(order, (40, 30, 30), strict=True))
    twin = replace(
        DEED,
        id=UUID(int=2),
        title_vi="Lời khác",
        contributors=tuple(Contributor(ref, shares[ref]) for ref in order),
    )
    known = replace(DEED, contributors=(Contributor("A-1", 40), Contributor("B-2", 30), Contributor("C-3", 30)))
    assert twin.fingerprint == known.fingerprint
    assert replace(twin, field="khac").fingerprint != known.fingerprint


def test_an_amendment_is_checked_like_a_registration() -> None:
    assert DEED.amended(TODAY, title_vi="Đã sửa").title_vi == "Đã sửa"
    with pytest.raises(DeedDatesError):
        DEED.amended(TODAY, occurred_to=date(2026, 10, 1))


def test_a_deed_is_linked_once_and_not_to_itself_or_its_kin() -> None:
    one, other = UUID(int=2), UUID(int=3)
    for wrong, kin in ((DEED.id, ()), (one, (one,))):
        with pytest.raises(SameDeedError):
            DEED.link(wrong, kin)
        with pytest.raises(SameDeedError):
            DEED.keep_apart(wrong, kin)
    linked = DEED.keep_apart(one, ()).link(one, ())
    assert (linked.state, linked.linked_to, linked.kept_apart) == ("linked", one, ())
    with pytest.raises(LinkedDeedError):
        linked.link(other, (one,))
    with pytest.raises(LinkedDeedError):
        linked.amended(TODAY, title_vi="Khác")


def test_two_deeds_are_kept_apart_whoever_of_them_said_so() -> None:
    other = replace(DEED, id=UUID(int=2))
    apart = DEED.keep_apart(other.id, ())
    assert apart.keep_apart(other.id, ()) is apart
    assert apart.is_apart_from(other)
    assert other.is_apart_from(apart)
    assert not DEED.is_apart_from(other)
