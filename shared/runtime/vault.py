"""Keeps what must not stand in the store as it is: sealed with a key that the store does not have.

Source: RFC 7516 (JSON Web Encryption), compact form, `dir` with A256GCM.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable
from typing import Final

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from pydantic import SecretStr, field_validator

from shared.kernel.errors import RefusedError
from shared.runtime.settings import ServiceSettings

KEY_BYTES: Final = 32
_HEADER: Final = {"alg": "dir", "enc": "A256GCM"}


class NoVaultError(RefusedError):
    """This service has no key, so it keeps nothing that needs one."""

    code = "CONTACT_NOT_KEPT"


class OtherKeyError(RefusedError):
    """It was sealed with another key, or changed since."""

    code = "CONTACT_UNREADABLE"


class Vault:
    """Seals and opens texts. `key` is 32 bytes as base64url; without one nothing can be sealed.

    Raises: ValueError for a key of another form.
    """

    def __init__(self, key: str) -> None:
        self._secret = _bytes_of(key) if key else b""
        self._key = OctKey.import_key(self._secret) if key else None

    def seal(self, text: str) -> str:
        """The text for the store; twice the same text gives two seals. Raises: NoVaultError."""
        if self._key is None:
            raise NoVaultError
        return jwe.encrypt_compact(_HEADER, text.encode(), self._key)

    def mark(self, text: str) -> str:
        """The same for the same text, and nobody without the key can tell of which. Raises: NoVaultError.

        Source: RFC 2104 (HMAC) with SHA-256.
        """
        if not self._secret:
            raise NoVaultError
        return hmac.new(self._secret, b"mark:" + text.encode(), "sha256").hexdigest()

    def open(self, sealed: str) -> str:
        """The text again. Raises: NoVaultError, OtherKeyError."""
        if self._key is None:
            raise NoVaultError
        try:
            plain = jwe.decrypt_compact(sealed, self._key).plaintext
        except JoseError as error:
            raise OtherKeyError from error
        return (plain or b"").decode()


class SealingSettings(ServiceSettings):
    """The settings of a service that seals: 32 bytes as base64url. Without the key it keeps nothing that needs it."""

    contact_key: SecretStr = SecretStr("")

    @field_validator("contact_key")
    @classmethod
    def _is_key(cls, value: SecretStr) -> SecretStr:
        Vault(value.get_secret_value())
        return value

    @property
    def vault(self) -> Vault:
        """What seals with this key."""
        return Vault(self.contact_key.get_secret_value())

    @property
    def mark(self) -> Callable[[str], str] | None:
        """As every service."""
        return self.vault.mark if self.contact_key.get_secret_value() else None

    def unsafe(self) -> list[str]:
        """What production must not run with: that of every service, and no key."""
        return [*super().unsafe(), *([] if self.contact_key.get_secret_value() else ["contact_key: not set"])]


def new_key() -> str:
    """A fresh key, as the setting wants it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _bytes_of(key: str) -> bytes:
    try:
        found = base64.urlsafe_b64decode(key)
    except (binascii.Error, ValueError) as error:
        raise ValueError("must be base64url") from error
    if len(found) != KEY_BYTES:
        raise ValueError(f"must hold {KEY_BYTES} bytes, holds {len(found)}")
    return found
