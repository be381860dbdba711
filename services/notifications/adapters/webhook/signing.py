"""Signs what goes out, and checks what says that it came from here.

Source: Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`); RFC 8032 (Ed25519); RFC 2104 (HMAC).
"""

import base64
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SECRET_BYTES: Final = 32
_PAIR_BYTES: Final = 64
_HMAC_PREFIX, _PRIVATE_PREFIX, _PUBLIC_PREFIX = "whsec_", "whsk_", "whpk_"


class Key(Protocol):
    """Signs for one client."""

    def signature(self, content: bytes) -> str:
        """Version and signature, such as `v1a,…`."""


@dataclass(frozen=True, slots=True)
class HmacKey:
    """A secret that both sides know; for receivers that cannot check Ed25519."""

    secret: bytes

    @classmethod
    def fresh(cls) -> "HmacKey":
        """A new secret of 32 bytes."""
        return cls(secrets.token_bytes(SECRET_BYTES))

    @classmethod
    def read(cls, text: str) -> "HmacKey":
        """Read `whsec_…`. Raises: ValueError."""
        return cls(_bytes_of(text, _HMAC_PREFIX, SECRET_BYTES))

    def text(self) -> str:
        """`whsec_…`, as both sides keep it."""
        return _text_of(self.secret, _HMAC_PREFIX)

    def signature(self, content: bytes) -> str:
        """`v1,` and HMAC-SHA256 in base64."""
        return f"v1,{_base64(hmac.digest(self.secret, content, 'sha256'))}"


@dataclass(frozen=True, slots=True)
class Ed25519Key:
    """A key of which the other side knows the public half only."""

    private: Ed25519PrivateKey

    @classmethod
    def fresh(cls) -> "Ed25519Key":
        """A new key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, text: str) -> "Ed25519Key":
        """Read `whsk_…`: the seed, then the public half. Raises: ValueError."""
        pair = _bytes_of(text, _PRIVATE_PREFIX, _PAIR_BYTES)
        key = cls(Ed25519PrivateKey.from_private_bytes(pair[:SECRET_BYTES]))
        if key._public_bytes() != pair[SECRET_BYTES:]:
            raise ValueError("the halves of a key belong together")
        return key

    def text(self) -> str:
        """`whsk_…`, which never leaves the house."""
        return _text_of(self.private.private_bytes_raw() + self._public_bytes(), _PRIVATE_PREFIX)

    def public_text(self) -> str:
        """`whpk_…`, for the other side."""
        return _text_of(self._public_bytes(), _PUBLIC_PREFIX)

    def signature(self, content: bytes) -> str:
        """`v1a,` and the Ed25519 signature in base64."""
        return f"v1a,{_base64(self.private.sign(content))}"

    def _public_bytes(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def signed(message_id: str, at: datetime, body: bytes, keys: Iterable[Key]) -> Mapping[str, str]:
    """The three headers of a body that is sent at an instant; during a rotation two keys sign."""
    timestamp = str(int(at.timestamp()))
    content = b".".join((message_id.encode(), timestamp.encode(), body))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(key.signature(content) for key in keys),
    }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _text_of(data: bytes, prefix: str) -> str:
    return prefix + _base64(data)


def _bytes_of(text: str, prefix: str, size: int) -> bytes:
    if not text.startswith(prefix):
        raise ValueError(f"a key begins with {prefix}")
    data = base64.b64decode(text.removeprefix(prefix), validate=True)
    if len(data) != size:
        raise ValueError(f"a key has {size} bytes")
    return data
