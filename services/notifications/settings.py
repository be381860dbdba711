"""What can be turned in notifications."""

from pydantic import field_validator

from services.notifications.domain.address import Opened, network
from shared.runtime.settings import prefixed
from shared.runtime.vault import SealingSettings


class Settings(SealingSettings):
    """Each name is read from NOTIFICATIONS_<NAME>. `contact_key` seals the keys and contacts of clients.

    `gateway_key` is what this gateway vouches with for clients: 32 bytes as base64url, of which owners know the public
    half from `/.well-known/kipthoi-gateway-keys.json`. `nominations_url` is where the owner of nominations listens.
    `gateway_url` is where systems of clients reach the gateway, as they call it: what they sign is meant for it alone.
    `webhook_origin` is this house's name in DNS, by which receivers know who asks. `webhook_opened` are places inside
    that calls may go to, a JSON list of `host network port`, such as `["nhan.kcn.lan 10.20.0.0/16 8443"]`.
    """

    model_config = prefixed("NOTIFICATIONS_")

    port: int = 8703
    operations_port: int = 8803
    sweep_every_seconds: float = 15.0
    sweep_after_seconds: float = 60.0
    gateway_url: str = "http://127.0.0.1:8703/integration/v1"
    live_poll_seconds: float = 0.2
    webhook_origin: str = "kipthoi.localhost"
    webhook_opened: tuple[str, ...] = ()

    @field_validator("webhook_opened")
    @classmethod
    def _are_places(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            _opened(each)
        return value

    @property
    def opened(self) -> tuple[Opened, ...]:
        """The places inside that calls may go to."""
        return tuple(_opened(each) for each in self.webhook_opened)


def _opened(text: str) -> Opened:
    host, inside, port = text.split()
    return Opened(host, network(inside), int(port))
