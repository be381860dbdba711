"""What can be turned in nominations."""

from pathlib import Path

from pydantic import SecretStr, field_validator

from shared.runtime.law.loading import SHIPPED
from shared.runtime.settings import ServiceSettings, prefixed
from shared.runtime.vault import Vault


class Settings(ServiceSettings):
    """Each name is read from NOMINATIONS_<NAME>.

    `contact_key` seals how those who suggest deeds can be reached: 32 bytes as base64url. Without it nobody's is kept.
    """

    model_config = prefixed("NOMINATIONS_")

    port: int = 8701
    operations_port: int = 8801
    data_dir: Path = SHIPPED
    contact_key: SecretStr = SecretStr("")

    @field_validator("contact_key")
    @classmethod
    def _is_key(cls, value: SecretStr) -> SecretStr:
        Vault(value.get_secret_value())
        return value

    def unsafe(self) -> list[str]:
        """What production must not run with: that of every service, and no key."""
        return [*super().unsafe(), *([] if self.contact_key.get_secret_value() else ["contact_key: not set"])]
