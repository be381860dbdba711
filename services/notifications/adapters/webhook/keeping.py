"""Keys of clients: made here, kept sealed, opened to sign."""

from services.notifications.adapters.webhook.signing import Ed25519Key, HmacKey, Key
from services.notifications.domain.endpoint import KeyKind, SigningKey
from services.notifications.usecases.endpoint.ports import MadeKey
from shared.runtime.vault import Vault


class SealedKeys:
    """What the store keeps of a key opens with the service's own key only."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def fresh(self, kind: KeyKind) -> MadeKey:
        """As the port says."""
        if kind is KeyKind.HMAC:
            return MadeKey(self._vault.seal(HmacKey.fresh().text()), "")
        key = Ed25519Key.fresh()
        return MadeKey(self._vault.seal(key.text()), key.public_text())

    def open(self, sealed: str) -> str:
        """As the port says."""
        return self._vault.open(sealed)

    def seal(self, text: str) -> str:
        """As the port says."""
        return self._vault.seal(text)

    def mark(self, text: str) -> str:
        """As the port says."""
        return self._vault.mark(text)

    def signer(self, key: SigningKey) -> Key:
        """What signs with a key that is kept. Raises: NoVaultError, OtherKeyError."""
        text = self._vault.open(key.sealed)
        return HmacKey.read(text) if key.kind is KeyKind.HMAC else Ed25519Key.read(text)
