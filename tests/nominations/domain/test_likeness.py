import unicodedata
from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.likeness import Earlier, Sought, Why, candidate, likeness, similarity_of
from tests.nominations.domain.test_deed import DEED

LIMIT = Fraction(1, 2)
OTHER = replace(DEED, id=UUID(int=2), occurred_from=date(2026, 10, 1))
SOUGHT = Sought(DEED, "CB-0412", frozenset())
texts = st.text(st.sampled_from("aăâbcdđeêgiklmnoôơuưyáàảãạ 0379.,"), max_size=60)


def earlier(subject_ref: str = "CB-0412", deed_id: UUID = OTHER.id, fingerprint: str = "") -> Earlier:
    return Earlier("KT-2026-0001", subject_ref, deed_id, fingerprint or OTHER.fingerprint)


@given(texts, texts)
def test_a_likeness_is_mutual_and_a_share(one: str, other: str) -> None:
    assert similarity_of(one, other) == similarity_of(other, one)
    assert 0 <= similarity_of(one, other) <= 1


@given(texts, texts)
def test_capitals_and_vietnamese_marks_make_no_difference(one: str, other: str) -> None:
    bare = "".join(letter for letter in unicodedata.normalize("NFD", one) if not unicodedata.combining(letter))
    plain = bare.replace("đ", "d").upper()
    assert similarity_of(one, other) == similarity_of(plain, other)
    assert similarity_of(one, other) == similarity_of(unicodedata.normalize("NFD", one), other)


@given(texts)
def test_a_text_is_wholly_like_itself_unless_it_says_nothing(text: str) -> None:
    assert similarity_of(text, text) == (1 if any(letter.isalnum() for letter in text) else 0)


def test_two_tellings_of_one_deed_are_alike_and_two_deeds_are_not() -> None:
    told = "Cấp trích lục cho 37 hộ bị sạt lở"
    assert similarity_of(told, "Cap trich luc ho tich cho 37 ho sat lo") >= LIMIT
    assert similarity_of(told, "Số hóa 12.400 sổ hộ tịch, sớm 45 ngày") < LIMIT


def test_the_title_alone_can_show_it() -> None:
    other = replace(OTHER, story_vi="Kể lại hoàn toàn bằng những lời khác, dài hơn nhiều và không trùng một từ nào cả.")
    assert likeness(DEED, other) == 1


def test_one_deed_may_be_nominated_once_for_each_of_its_people() -> None:
    mine = earlier(deed_id=DEED.id)
    found = candidate(SOUGHT, mine, DEED, LIMIT)
    assert found is not None
    assert (found.why, found.similarity) == (Why.SAME_DEED, 100)
    assert candidate(replace(SOUGHT, subject_ref="CB-0533"), mine, DEED, LIMIT) is None


def test_a_granted_file_asks_of_another_deed_only() -> None:
    mine = replace(earlier(deed_id=DEED.id), is_open=False)
    assert candidate(SOUGHT, mine, DEED, LIMIT) is None
    found = candidate(SOUGHT, replace(mine, deed_id=OTHER.id), OTHER, LIMIT)
    assert found is not None
    assert found.why is Why.LIKE_WORDS


def test_the_same_people_days_and_field_ask_whatever_the_words_are() -> None:
    twin = replace(DEED, id=UUID(int=2), title_vi="Khác hẳn", story_vi="Không trùng lời nào")
    found = candidate(SOUGHT, earlier(fingerprint=twin.fingerprint), twin, LIMIT)
    assert found is not None
    assert (found.why, found.similarity) == (Why.SAME_FACTS, 0)


@pytest.mark.parametrize(("limit", "is_asked"), [(Fraction(1), True), (LIMIT, True)])
def test_like_words_ask_from_the_packs_limit_on(limit: Fraction, *, is_asked: bool) -> None:
    found = candidate(SOUGHT, earlier(), OTHER, limit)
    assert (found is not None) is is_asked
    different = replace(OTHER, title_vi="Số hóa sổ hộ tịch", story_vi="Sớm 45 ngày so với kế hoạch")
    assert candidate(SOUGHT, earlier(), different, limit) is None


def test_a_linked_deed_is_the_same_and_one_that_is_kept_apart_is_none() -> None:
    linked = candidate(replace(SOUGHT, kin=frozenset({OTHER.id})), earlier(), OTHER, LIMIT)
    assert linked is not None
    assert linked.why is Why.SAME_DEED
    apart = DEED.keep_apart(OTHER.id, ())
    assert candidate(replace(SOUGHT, deed=apart), earlier(), OTHER, LIMIT) is None
    assert candidate(SOUGHT, earlier(), OTHER.keep_apart(DEED.id, ()), LIMIT) is None
