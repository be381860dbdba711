from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.attribution import Claim, DisputeOutcome, Hearing, NotHeardError
from services.nominations.domain.deed import Contributor, Deed, DisputedDeedError, NotYourShareError, SharesError
from shared.kernel.errors import ConflictError
from shared.kernel.separations import Standing
from tests.nominations.domain.test_deed import DEED, TODAY

TEAM = replace(DEED, contributors=(Contributor("CB-1", 60), Contributor("CB-2", 40)))
CLAIM = Claim("CB-3", 80, "Tôi làm phần lớn", TODAY)
HEARD = Hearing("Có sổ ghi", "Đúng như vậy", "TD-01")


def test_one_confirms_the_own_share_once_and_nobody_another() -> None:
    confirmed = TEAM.confirm_share("CB-2", TODAY)
    assert [row.confirmed_on for row in confirmed.contributors] == [None, TODAY]
    assert confirmed.confirm_share("CB-2", date(2026, 10, 7)) is confirmed
    with pytest.raises(NotYourShareError):
        TEAM.confirm_share("CB-3", TODAY)


@pytest.mark.parametrize(
    "act",
    [
        lambda deed: deed.confirm_share("CB-1", TODAY),
        lambda deed: deed.amended(TODAY, title_vi="Khác"),
        lambda deed: deed.dispute(CLAIM),
    ],
    ids=["confirm", "amend", "dispute"],
)
def test_while_it_is_disputed_nothing_else_is_done_with_it(act: Callable[[Deed], Deed]) -> None:
    with pytest.raises(DisputedDeedError):
        act(TEAM.dispute(CLAIM))


@given(st.lists(st.integers(1, 100), min_size=1, max_size=5))
def test_a_dispute_ends_with_shares_of_a_hundred_and_says_whether_they_changed(shares: list[int]) -> None:
    disputed = TEAM.dispute(CLAIM)
    rows = [Contributor(f"CB-{number}", share) for number, share in enumerate(shares, start=1)]
    if sum(shares) != 100:
        with pytest.raises(SharesError):
            disputed.resolve(rows, HEARD, TODAY)
        return
    resolved = disputed.resolve(rows, HEARD, TODAY)
    assert (resolved.state, resolved.open_dispute) == ("registered", None)
    expected = DisputeOutcome.REJECTED if shares == [60, 40] else DisputeOutcome.UPHELD
    assert resolved.disputes[-1].outcome is expected


def test_shares_that_stand_are_no_change_and_stay_confirmed() -> None:
    confirmed = TEAM.confirm_share("CB-1", TODAY).dispute(CLAIM)
    kept = confirmed.resolve(TEAM.contributors, HEARD, TODAY)
    assert kept.disputes[-1].outcome is DisputeOutcome.REJECTED
    assert [row.confirmed_on for row in kept.contributors] == [TODAY, None]
    changed = confirmed.resolve((Contributor("CB-1", 20), Contributor("CB-3", 80)), HEARD, TODAY)
    assert [row.confirmed_on for row in changed.contributors] == [None, None]


def test_both_sides_are_heard() -> None:
    for said in (("", "Đúng"), ("Có sổ ghi", "")):
        with pytest.raises(NotHeardError):
            Hearing(*said, "TD-01")


def test_what_is_not_disputed_is_not_resolved() -> None:
    with pytest.raises(ConflictError):
        TEAM.resolve(TEAM.contributors, HEARD, TODAY)


def test_whoever_gains_claims_or_registered_it_is_kept_from_resolving() -> None:
    deed: Deed = replace(TEAM, registrar_ref="PGD-HP-02").dispute(CLAIM)
    assert deed.standings == {
        Standing.CONTRIBUTOR: ("CB-1", "CB-2"),
        Standing.PROPOSER: ("PGD-HP-02",),
        Standing.CLAIMANT: ("CB-3",),
    }


def test_an_earlier_dispute_stays_readable() -> None:
    twice = TEAM.dispute(CLAIM).resolve(TEAM.contributors, HEARD, TODAY).dispute(replace(CLAIM, share=10))
    assert [one.claim.share for one in twice.disputes] == [80, 10]
    assert [one.outcome for one in twice.disputes] == [DisputeOutcome.REJECTED, None]
