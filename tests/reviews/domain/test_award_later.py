"""What happens to an award after its grant."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.award import Award, AwardState
from services.reviews.domain.award_parts import (
    AlreadyPaidError,
    Ceremony,
    Correction,
    CorrectionEmptyError,
    DayOutsideError,
    RecoveredTooMuchError,
    RecoveryEmptyError,
    Revoking,
    UnderExaminationError,
    Wording,
)
from shared.kernel.errors import ConflictError, DomainError
from shared.kernel.revocation import RevocationGround
from tests.reviews.domain.test_award import AWARD, PACK, SIGNED
from tests.reviews.facts import NOW, TODAY

GRANTED = AWARD.be_granted(SIGNED, PACK, 0)
PUBLISHED = GRANTED.publish(NOW)
PRESENTED = PUBLISHED.present(TODAY, TODAY)
PAID = PRESENTED.pay(TODAY, TODAY)
REVOKING = Revoking(RevocationGround.FALSE_PAPERS, "40/QĐ-STP", "Khai khống", TODAY, "GD-HP-01")
BONUS = 760_000
COMPLAINTS = [UUID(int=n) for n in range(1, 4)]
WORDS = st.text(min_size=1, max_size=20)


def correction(award: Award, label: str, citation: str = "37 hộ") -> Correction:
    return Correction("35/QĐ-STP", TODAY, award.wording, Wording(label, citation), "Sai tên", "TD-01")


def test_a_published_award_is_presented_once() -> None:
    assert (PRESENTED.state, PRESENTED.presented_on) == (AwardState.PRESENTED, TODAY)
    for award in (AWARD, AWARD.free("x"), GRANTED, PRESENTED):
        with pytest.raises(ConflictError):
            award.present(TODAY, TODAY)


@pytest.mark.parametrize("days", [-1, 1])
def test_it_is_presented_between_decision_and_today(days: int) -> None:
    with pytest.raises(DayOutsideError) as refused:
        PUBLISHED.present(TODAY + timedelta(days=days), TODAY)
    assert refused.value.params["decided_on"] == TODAY.isoformat()


@pytest.mark.parametrize("award", [GRANTED, PUBLISHED, PRESENTED])
def test_what_was_granted_is_corrected_wherever_it_stands(award: Award) -> None:
    corrected = award.correct(correction(award, "Nguyễn Thị Hạnh Phúc"))
    assert (corrected.state, corrected.grant) == (award.state, award.grant)
    assert (corrected.subject_label, corrected.citation_vi) == ("Nguyễn Thị Hạnh Phúc", "37 hộ")
    with pytest.raises(CorrectionEmptyError):
        corrected.correct(correction(corrected, "Nguyễn Thị Hạnh Phúc"))


@pytest.mark.parametrize("award", [AWARD, AWARD.free("x")])
def test_what_was_never_granted_is_not_corrected(award: Award) -> None:
    with pytest.raises(ConflictError):
        award.correct(correction(award, "A"))


@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_corrections_tell_the_words_from_the_first_to_the_last(words: list[tuple[str, str]]) -> None:
    award = PUBLISHED
    for label, citation in words:
        try:
            award = award.correct(correction(award, label, citation))
        except CorrectionEmptyError:
            assert award.wording == Wording(label, citation)
    told = [PUBLISHED.wording, *(one.after for one in award.corrections)]
    assert [one.before for one in award.corrections] == told[:-1]
    assert told[-1] == award.wording


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(COMPLAINTS)), max_size=12))
def test_an_award_is_under_examination_while_one_complaint_is(steps: list[tuple[bool, UUID]]) -> None:
    award, open_ones = PUBLISHED, set[UUID]()
    for begins, complaint_id in steps:
        award = award.examine(complaint_id) if begins else award.clear(complaint_id)
        open_ones = open_ones | {complaint_id} if begins else open_ones - {complaint_id}
        assert award.is_under_examination == bool(open_ones)


def test_what_is_examined_keeps_its_words_until_it_is_cleared() -> None:
    complaint_id = uuid4()
    examined = PUBLISHED.examine(complaint_id)
    assert examined.examine(complaint_id) is examined
    with pytest.raises(UnderExaminationError):
        examined.correct(correction(examined, "A"))
    assert examined.clear(uuid4()) is examined
    assert examined.clear(complaint_id).correct(correction(PUBLISHED, "A")).subject_label == "A"


def test_what_is_freed_is_not_examined() -> None:
    freed = AWARD.free("x")
    assert freed.examine(uuid4()) is freed
    assert replace(freed, live=True).examine(uuid4()) is not freed


@pytest.mark.parametrize("award", [GRANTED, PUBLISHED, PRESENTED])
def test_a_bonus_is_paid_once_wherever_the_award_stands(award: Award) -> None:
    paid = award.pay(TODAY, TODAY)
    assert (paid.state, paid.paid_on) == (award.state, TODAY)
    with pytest.raises(AlreadyPaidError):
        paid.pay(TODAY, TODAY)


def test_nothing_is_paid_before_the_grant_while_examined_or_on_a_day_that_cannot_be() -> None:
    for award in (AWARD, AWARD.free("x"), PRESENTED.revoke(REVOKING)):
        with pytest.raises(ConflictError):
            award.pay(TODAY, TODAY)
    with pytest.raises(UnderExaminationError):
        PUBLISHED.examine(COMPLAINTS[0]).pay(TODAY, TODAY)
    with pytest.raises(DayOutsideError):
        PUBLISHED.pay(TODAY - timedelta(days=1), TODAY)


@pytest.mark.parametrize(
    ("award", "due_vnd", "object_due"),
    [(GRANTED, 0, False), (PUBLISHED.pay(TODAY, TODAY), BONUS, False), (PRESENTED, 0, True), (PAID, BONUS, True)],
)
def test_a_revocation_asks_back_what_was_given(award: Award, due_vnd: int, *, object_due: bool) -> None:
    revoked = award.revoke(REVOKING)
    assert (revoked.state, revoked.live, revoked.claim) == (AwardState.REVOKED, False, award.claim)
    assert (revoked.revoked.due_vnd, revoked.revoked.object_due) == (due_vnd, object_due)
    assert (revoked.grant, revoked.presented_on, revoked.paid_on) == (award.grant, award.presented_on, award.paid_on)
    with pytest.raises(ConflictError):
        revoked.revoke(REVOKING)


def test_an_award_that_is_examined_can_be_revoked_and_then_cleared() -> None:
    revoked = PAID.examine(COMPLAINTS[0]).revoke(REVOKING)
    assert revoked.examine(COMPLAINTS[1]) is revoked
    assert not revoked.clear(COMPLAINTS[0]).is_under_examination


@pytest.mark.parametrize("award", [AWARD, AWARD.free("x")])
def test_what_was_never_granted_is_not_revoked(award: Award) -> None:
    with pytest.raises(ConflictError):
        award.revoke(REVOKING)


def test_a_published_award_that_was_revoked_first_stays_revoked() -> None:
    revoked = GRANTED.revoke(REVOKING)
    assert revoked.publish(NOW) is revoked


@given(st.lists(st.tuples(st.integers(0, BONUS), st.booleans()), max_size=8), st.sampled_from([GRANTED, PAID]))
def test_never_more_comes_back_than_is_due_and_all_of_it_ends_the_recovery(
    steps: list[tuple[int, bool]], begun: Award
) -> None:
    award = begun.revoke(REVOKING)
    for vnd, object_returned in steps:
        before = award.revoked
        try:
            award = award.recover(vnd, object_returned=object_returned)
        except RecoveredTooMuchError:
            assert before.recovered_vnd + vnd > before.due_vnd
        except RecoveryEmptyError:
            assert vnd == 0
        except ConflictError:
            assert award.state is AwardState.RECOVERED
        now = award.revoked
        assert before.recovered_vnd <= now.recovered_vnd <= now.due_vnd
        assert now.object_returned <= now.object_due
        settled = now.recovered_vnd == now.due_vnd and now.object_returned == now.object_due
        assert (award.state is AwardState.RECOVERED) == (settled and now != begun.revoke(REVOKING).revocation)


ACTS = {
    "publish": lambda award: award.publish(NOW),
    "set_ceremony": lambda award: award.set_ceremony(Ceremony(TODAY, "STP-HP"), TODAY),
    "call_off_ceremony": lambda award: award.call_off_ceremony(),
    "present": lambda award: award.present(TODAY, TODAY),
    "correct": lambda award: award.correct(correction(award, f"{award.subject_label}!")),
    "pay": lambda award: award.pay(TODAY, TODAY),
    "examine": lambda award: award.examine(COMPLAINTS[0]),
    "clear": lambda award: award.clear(COMPLAINTS[0]),
    "revoke": lambda award: award.revoke(REVOKING),
    "recover": lambda award: award.recover(BONUS, object_returned=True),
    "return": lambda award: award.recover(0, object_returned=True),
}


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=14))
def test_whatever_happens_in_whatever_order_nothing_that_was_said_is_unsaid(steps: list[str]) -> None:
    award = GRANTED
    for step in steps:
        before = award
        try:
            award = ACTS[step](award)
        except DomainError:
            assert award is before
        assert award.live == (award.state not in {AwardState.REVOKED, AwardState.RECOVERED})
        assert (award.revocation is None) == award.live
        assert award.grant is before.grant
        assert award.corrections[: len(before.corrections)] == before.corrections
        for name in ("published_at", "presented_on", "paid_on"):
            assert getattr(before, name) in (None, getattr(award, name))
