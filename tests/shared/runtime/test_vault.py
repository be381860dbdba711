import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.vault import NoVaultError, OtherKeyError, Vault, new_key

HERE = Vault(new_key())


@given(st.text())
def test_what_was_sealed_is_opened_and_no_seal_is_like_another(text: str) -> None:
    sealed = HERE.seal(text)
    assert HERE.open(sealed) == text
    assert HERE.seal(text) != sealed
    assert len(text) < 4 or text not in sealed


def test_another_key_opens_nothing_and_a_changed_seal_is_noticed() -> None:
    sealed = HERE.seal("0900 000 000")
    with pytest.raises(OtherKeyError):
        Vault(new_key()).open(sealed)
    head, *rest = sealed.split(".")
    with pytest.raises(OtherKeyError):
        HERE.open(".".join([head, *rest[:-1], "AAAAAAAAAAAAAAAAAAAAAA"]))


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(NoVaultError) as refused:
        Vault("").seal("x")
    assert refused.value.reason == "CONTACT_NOT_KEPT"
    with pytest.raises(NoVaultError):
        Vault("").open("x")


@pytest.mark.parametrize("key", ["short", base64.urlsafe_b64encode(b"x" * 16).decode(), "ä" * 43])
def test_a_key_of_another_form_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"must (be base64url|hold 32 bytes)"):
        Vault(key)


def test_a_mark_knows_a_text_again_and_tells_nothing_without_the_key() -> None:
    assert HERE.mark("CD-01") == HERE.mark("CD-01") != HERE.mark("CD-02")
    assert Vault(new_key()).mark("CD-01") != HERE.mark("CD-01")
    with pytest.raises(NoVaultError):
        Vault("").mark("CD-01")
