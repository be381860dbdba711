"""What can be turned in the console."""

from collections.abc import Mapping
from pathlib import Path

from shared.runtime.law.loading import SHIPPED
from shared.runtime.settings import ServiceSettings, prefixed


class Settings(ServiceSettings):
    """Each name is read from CONSOLE_<NAME>.

    `address` is what people type, without a path; empty means http at host and port. Only https makes cookies secure.
    """

    model_config = prefixed("CONSOLE_")

    port: int = 8700
    operations_port: int = 8800
    data_dir: Path = SHIPPED
    address: str = ""
    client_id: str = "console"
    nominations_url: str = "http://127.0.0.1:8701"
    reviews_url: str = "http://127.0.0.1:8702"
    notifications_url: str = "http://127.0.0.1:8703"
    session_hours: float = 8.0
    live_poll_seconds: float = 0.2

    @property
    def own_address(self) -> str:
        """Scheme and host as browsers know them, without a slash at the end."""
        return self.address.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def owner_urls(self) -> Mapping[str, str]:
        """Where each owner of things answers, by its name."""
        return {
            "nominations": self.nominations_url,
            "reviews": self.reviews_url,
            "notifications": self.notifications_url,
        }

    def unsafe(self) -> list[str]:
        """What production must not run with."""
        return [*super().unsafe(), *([] if self.own_address.startswith("https://") else ["address: not https"])]
