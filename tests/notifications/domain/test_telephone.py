from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.centre import Centre
from services.notifications.domain.language import Language
from services.notifications.domain.message import Message
from services.notifications.domain.short_text import as_text, fits, is_plain, text_with_code
from services.notifications.domain.telephone import e164
from shared.kernel.errors import RefusedError


@given(
    st.sampled_from(["+84", "84", "0", "0084"]),
    st.builds("{}{:08}".format, st.sampled_from("35789"), st.integers(0, 99_999_999)),
    st.sampled_from(["", " ", ".", "-"]),
)
def test_however_it_is_typed_it_is_the_same_number(begin: str, rest: str, between: str) -> None:
    assert e164(between.join([begin, rest[:3], rest[3:]])) == f"+84{rest}"
    assert e164(f" ({begin}) {rest}") == f"+84{rest}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0225 3841 022",
        "091234567",
        "09123456789",
        "+44 7911 123456",
        "0612345678",
        "abc",
        "０９１２３４５６７８",
        "0912345678x",
    ],
)
def test_what_takes_no_short_message_is_no_telephone(text: str) -> None:
    with pytest.raises(RefusedError, match="TELEPHONE_WRONG"):
        e164(text)


def test_a_centre_is_named_by_one_address() -> None:
    named = Centre.of("smpps://user:p%40ss@sms.example/KIPTHOI")
    assert named == Centre("sms.example", 3550, "user", "p@ss", "KIPTHOI", has_tls=True)
    assert Centre.of("smpp://u:p@10.0.0.7:2776/+84912345678").port == 2776


@pytest.mark.parametrize(
    "url",
    [
        "x",
        "http://u:secret@h/KT",
        "smpp://u@h/KT",
        "smpp://:secret@h/KT",
        "smpp://u:secret@h",
        "smpp://u:secret@h:x/KT",
        "smpp://u:secretsecret@h/KT",
        "smpp://u:secret@/KT",
        "smpp://u:secret@h/KỊP",
        "smpp://u:secret@h/KIPTHOI-2026",
        "smpp://u:secret@h/KIP%00THOI",
        "smpp://u:se%00cret@h/KIPTHOI",
        "smpp://u:secret@h/84912345678901234",
    ],
)
def test_an_address_that_is_not_whole_is_refused_and_never_told(url: str) -> None:
    with pytest.raises(ValueError, match="must") as refused:
        Centre.of(url)
    assert "secret" not in str(refused.value)


def said(text_vi: str, text_en: str = "", about: str = "KT-2026-0147") -> Message:
    return Message(UUID(int=1), "accepted", 1, ("all",), (), text_vi, about, UUID(int=2), text_en)


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200), st.sampled_from(Language))
def test_a_text_is_always_one_segment(vi: str, en: str, about: str, language: Language) -> None:
    text = as_text(said(vi, en, about), language)
    plain = is_plain(text)
    assert len(text.encode("utf-16-be")) // 2 <= (160 if plain else 70)
    assert not plain or text.encode("ascii").decode("ascii") == text


def test_a_short_sentence_comes_whole_and_of_a_long_one_what_it_is_about() -> None:
    sentence = "Hồ sơ KT-2026-0147 cần bổ sung 1 mục trước 13/10/2026."
    assert as_text(said(sentence), Language.VI) == sentence
    assert as_text(said("ữ" * 71), Language.VI) == "KT-2026-0147: có tin mới trong Kịp Thời."
    assert as_text(said("ữ" * 71, "x" * 161), Language.EN) == "KT-2026-0147: there is news in Kip Thoi."
    assert as_text(said("ữ" * 71, about=""), Language.VI) == "Bạn có tin mới trong Kịp Thời."
    assert fits(text_with_code("123456", Language.VI))
    assert is_plain(text_with_code("123456", Language.EN))
