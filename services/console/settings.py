"""What can be turned in the console."""

from pathlib import Path

from shared.runtime.datafiles import SHIPPED
from shared.runtime.settings import ServiceSettings, prefixed


class Settings(ServiceSettings):
    """Each name is read from CONSOLE_<NAME>. `public_url` is where browsers find the console, if not at its port."""

    model_config = prefixed("CONSOLE_")

    port: int = 8700
    operations_port: int = 8800
    public_url: str = ""
    nominations_url: str = "http://127.0.0.1:8701"
    reviews_url: str = "http://127.0.0.1:8702"
    notifications_url: str = "http://127.0.0.1:8703"
    data_dir: Path = SHIPPED
    calendar: str = "VN-2026"

    @property
    def address(self) -> str:
        """The origin of the pages, without a slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    def unsafe(self) -> list[str]:
        """What production must not run with."""
        plain = ("nominations_url", "reviews_url", "notifications_url", "public_url")
        return super().unsafe() + [f"{n}: not https" for n in plain if not getattr(self, n).startswith("https://")]
