"""Whether a call came from the house, checked with nothing of the signer's code.

Source: Standard Webhooks; RFC 8037 (keys as JSON); docs/integration.md, "Receive webhooks".
"""

import base64
import binascii
import hmac
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

AROUND_SECONDS: Final = 300
READ_AGAIN_SECONDS: Final = 10.0
KEPT_SECONDS: Final = 300.0

ReadKeys = Callable[[], Awaitable[Sequence[Mapping[str, Any]] | None]]
"""Fetches the JSON Web Keys that are published now; None while they are not at hand."""


class NotProvenError(Exception):
    """Nothing proves that this call came from the house just now."""


class KeySet:
    """The published keys: read when first needed, every five minutes, and when a signature fits none of them.

    While they cannot be read those that were known go on counting.
    """

    def __init__(self, read: ReadKeys) -> None:
        self._read = read
        self._keys: Sequence[Ed25519PublicKey] = ()
        self._read_at: float | None = None

    async def any_fits(self, fits: Callable[[Ed25519PublicKey], bool]) -> bool:
        """Whether some published key fits."""
        if self._is_older_than(KEPT_SECONDS):
            await self._renew()
        if any(fits(key) for key in self._keys):
            return True
        if not self._is_older_than(READ_AGAIN_SECONDS):
            return False
        await self._renew()
        return any(fits(key) for key in self._keys)

    def _is_older_than(self, seconds: float) -> bool:
        return self._read_at is None or time.monotonic() - self._read_at > seconds

    async def _renew(self) -> None:
        found = await self._read()
        self._read_at = time.monotonic()
        if found is not None:
            self._keys = [_public(jwk) for jwk in found if jwk.get("crv") == "Ed25519"]


class Signatures:
    """Checks the three headers of Standard Webhooks. `secrets` are those that both sides know."""

    def __init__(self, keys: KeySet, secrets: Sequence[bytes]) -> None:
        self._keys, self._secrets = keys, secrets

    async def check(self, headers: Mapping[str, str], body: bytes, seconds: float) -> str:
        """The id of a message that is proven. `seconds` is now, since 1970. Raises: NotProvenError."""
        message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not message_id or not timestamp.isdecimal():
            raise NotProvenError("headers")
        self.check_time(int(timestamp), seconds)
        content = b".".join((message_id.encode(), timestamp.encode(), body))
        for told in headers.get("webhook-signature", "").split():
            if await self._holds(told, content):
                return message_id
        raise NotProvenError("signature")

    def check_time(self, timestamp: int, seconds: float) -> None:
        """Five minutes around now. Raises: NotProvenError."""
        if abs(seconds - timestamp) > AROUND_SECONDS:
            raise NotProvenError("timestamp")

    async def _holds(self, told: str, content: bytes) -> bool:
        version, _, text = told.partition(",")
        try:
            signature = base64.b64decode(text, validate=True)
        except binascii.Error:
            return False
        if version == "v1a":
            return await self._keys.any_fits(lambda key: _fits(key, signature, content))
        made = [hmac.digest(secret, content, "sha256") for secret in self._secrets]
        return version == "v1" and any(hmac.compare_digest(signature, one) for one in made)


def secret_of(text: str) -> bytes:
    """The bytes of `whsec_…`. Raises: ValueError."""
    if not text.startswith("whsec_"):
        raise ValueError("a secret begins with whsec_")
    return base64.b64decode(text.removeprefix("whsec_"), validate=True)


def _public(jwk: Mapping[str, Any]) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(f"{jwk['x']}="))


def _fits(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True
