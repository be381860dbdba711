"""What happens to an award after its grant."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.award import (
    Award,
    AwardState,
    Correction,
    CorrectionEmptyError,
    PresentedWhenError,
    UnderExaminationError,
    Wording,
)
from shared.kernel.errors import ConflictError
from tests.reviews.domain.test_award import AWARD, PACK, SIGNED
from tests.reviews.facts import NOW, TODAY

GRANTED = AWARD.be_granted(SIGNED, PACK, 0)
PUBLISHED = GRANTED.publish(NOW)
PRESENTED = PUBLISHED.present(TODAY, TODAY)
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
    with pytest.raises(PresentedWhenError) as refused:
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
