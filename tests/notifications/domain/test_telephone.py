import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.centre import Centre
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
    ],
)
def test_an_address_that_is_not_whole_is_refused_and_never_told(url: str) -> None:
    with pytest.raises(ValueError, match="must") as refused:
        Centre.of(url)
    assert "secret" not in str(refused.value)
