import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.message_signature import Request, UnreadableSignatureError, is_digest_of, read

BODY = b'{"hello": "world"}'
SHA_256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
SHA_512 = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"
INPUT = (
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")'
    ';created=1618884473;keyid="test-key-ed25519"'
)
HEADERS = {
    "date": "Tue, 20 Apr 2021 02:07:55 GMT",
    "content-type": "application/json",
    "content-length": "18",
    "content-digest": SHA_512,
    "signature-input": INPUT,
    "signature": "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
}


def request(**changed: str) -> Request:
    headers = {**HEADERS, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return Request("POST", "example.com", "/foo", "param=Value&Pet=dog", headers)


def test_the_example_of_rfc_9421_b_2_6_gives_its_base_and_its_signature_holds() -> None:
    signed = read(request())
    assert signed.base.decode() == (
        '"date": Tue, 20 Apr 2021 02:07:55 GMT\n'
        '"@method": POST\n'
        '"@path": /foo\n'
        '"@authority": example.com\n'
        '"content-type": application/json\n'
        '"content-length": 18\n'
        '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length")'
        ';created=1618884473;keyid="test-key-ed25519"'
    )
    public = base64.urlsafe_b64decode("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs=")
    Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, signed.base)
    other = read(request(content_length="19"))
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public).verify(other.signature, other.base)
    assert (signed.kid, signed.created, signed.nonce, signed.expires) == ("test-key-ed25519", 1618884473, "", None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("@method", "POST"),
        ("@path", "/foo"),
        ("@query", "?param=Value&Pet=dog"),
        ("@authority", "example.com"),
        ("@request-target", "/foo?param=Value&Pet=dog"),
    ],
)
def test_derived_components_are_as_in_rfc_9421_2_2(name: str, value: str) -> None:
    assert request().component(name) == value
    assert Request("GET", "EXAMPLE.com", "", "", {}).component("@query") == "?"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        INPUT.replace('"date"', '"date";sf'),
        INPUT.replace('"date"', '"x-missing"'),
        INPUT.replace('"date"', '"@status"'),
        INPUT.replace('"date"', '"@method"'),
        INPUT.replace("sig-b26=", "other="),
        INPUT.replace(";created=1618884473", ""),
        INPUT.replace(';keyid="test-key-ed25519"', ""),
        INPUT + ";created=1",
        INPUT + ";surprise=1",
        f'{INPUT}, b=("date");created=1;keyid="k"',
        INPUT + "\n",
    ],
)
def test_anything_else_is_no_signature(wrong: str) -> None:
    with pytest.raises(UnreadableSignatureError):
        read(request(signature_input=wrong))


def test_a_header_can_add_no_line_to_the_base() -> None:
    with pytest.raises(UnreadableSignatureError):
        read(request(date='x\n"@method": GET'))


def test_digests_are_as_in_rfc_9530() -> None:
    for header in (SHA_256, SHA_512, f"{SHA_256}, {SHA_512}", f"unknown=:AAAA:, {SHA_256}"):
        assert is_digest_of(header, BODY)
    for header in ("", "sha-256=abc", f"{SHA_256},", f"{SHA_256}, sha-512=:AAAA:", "unknown=:AAAA:"):
        assert not is_digest_of(header, BODY)


@given(st.binary(max_size=50))
def test_a_digest_names_one_body(body: bytes) -> None:
    assert is_digest_of(SHA_256, body) == (body == BODY)
