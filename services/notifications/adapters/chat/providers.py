"""Providers of chat, by Apprise; loading it takes a second, so only a place with rooms does."""

from collections.abc import Mapping
from typing import Final

from apprise import AppriseAsset, NotifyBase, NotifyFormat, PersistentStoreMode
from apprise.exception import AppriseException
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.zalo import NotifyZalo
from pydantic import SecretStr

PROVIDERS: Final[Mapping[str, type[NotifyBase]]] = {"tgram": NotifyTelegram, "zalo": NotifyZalo}
"""What may be opened. Apprise knows a hundred more, some of which run programs or read files: those are not loaded."""

_CONNECT_SECONDS, _READ_SECONDS = 5.0, 8.0
_ASSET: Final = AppriseAsset(
    secure_logging=True, http_redirects=False, storage_mode=PersistentStoreMode.MEMORY, allow_templates=False
)


class Room:
    """One room. A redirect is not followed and a certificate is checked, whatever the address says."""

    def __init__(self, address: SecretStr) -> None:
        """Raises: ValueError, which names the schema only: the rest is secret."""
        schema = address.get_secret_value().partition(":")[0].lower()
        if schema not in PROVIDERS:
            raise ValueError(f"a room cannot be opened with {schema}; known are {', '.join(sorted(PROVIDERS))}")
        parts = PROVIDERS[schema].parse_url(address.get_secret_value())
        try:
            provider = PROVIDERS[schema](**parts or {}, asset=_ASSET)
        except (TypeError, AppriseException):
            raise ValueError(f"an address of {schema} is not complete") from None
        provider.redirects, provider.verify_certificate = False, True
        provider.socket_connect_timeout, provider.socket_read_timeout = _CONNECT_SECONDS, _READ_SECONDS
        self._provider = provider

    def say(self, text: str) -> bool:
        """Whether the provider took it. It waits for the wire, so it belongs in a thread."""
        try:
            return bool(self._provider.notify(body=text, body_format=NotifyFormat.TEXT))
        except (AppriseException, OSError, TypeError):
            return False
