"""What can be turned in notifications."""

from typing import Literal

from pydantic import Field, SecretStr

from shared.runtime.settings import prefixed
from shared.runtime.vault import SealingSettings


class Settings(SealingSettings):
    """Each name is read from NOTIFICATIONS_<NAME>."""

    model_config = prefixed("NOTIFICATIONS_")

    port: int = 8703
    operations_port: int = 8803
    sweep_every_seconds: float = 15.0
    sweep_after_seconds: float = 60.0
    live_poll_seconds: float = 0.2
    public_url: str = "http://127.0.0.1:8703"
    """Where this service is reached from outside; links to end letters begin with it."""
    pages_url: str = "http://127.0.0.1:8700"
    """Where the console is reached; links in letters lead there."""
    mail_host: str = "127.0.0.1"
    mail_port: int = Field(default=25, ge=1, le=65535)
    mail_tls: Literal["starttls", "tls", "none"] = "starttls"
    mail_username: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_sender: str = Field(default="kip-thoi@localhost.localdomain", pattern=r"^[^@\s]+@[^@\s]+$")

    @property
    def mail_domain(self) -> str:
        """Behind the @ of the sender and of each letter's Message-ID."""
        return self.mail_sender.rpartition("@")[2]
