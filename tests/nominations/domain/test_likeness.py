import unicodedata
from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.likeness import (
    Earlier,
    EarlierReport,
    Sought,
    Why,
    candidate,
    likeness,
    repeated,
    similarity_of,
)
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


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[n : n + 3]) for n in range(len(words) - 2)}


words = st.lists(st.sampled_from(["mot", "hai", "ba", "bon"]), max_size=12).map(" ".join)


@given(words, st.lists(words, max_size=4), st.fractions(Fraction(1, 10), 1))
def test_what_a_report_repeats_is_that_of_a_naive_count(report: str, each: list[str], limit: Fraction) -> None:
    shares = {}
    for n, text in enumerate(each):
        both, either = shingles(report) & shingles(text), shingles(report) | shingles(text)
        shares[str(n)] = Fraction(len(both), len(either)) if either else Fraction(0)
    named = repeated(report, [EarlierReport(str(n), text) for n, text in enumerate(each)], limit)
    assert named is None if all(share < limit for share in shares.values()) else named is not None
    if named is not None:
        assert shares[named] == max(shares.values()) >= limit


def test_a_report_repeats_another_from_four_fifths_of_what_stands_three_words_in_a_row() -> None:
    first = "trong năm đã cấp trích lục cho ba mươi bảy hộ dân bị sạt lở đất"
    other = EarlierReport("KT-2026-0001", first.upper())
    assert repeated(first, [other], Fraction(8, 10)) == "KT-2026-0001"
    assert repeated(f"{first} ở xã bên kia sông nơi không ai đến được", [other], Fraction(8, 10)) is None
    assert repeated("hai chữ", [EarlierReport("KT-2026-0002", "hai chữ")], Fraction(8, 10)) is None
