"""What can be turned in notifications."""

from shared.runtime.settings import ServiceSettings, prefixed


class Settings(ServiceSettings):
    """Each name is read from NOTIFICATIONS_<NAME>."""

    model_config = prefixed("NOTIFICATIONS_")

    port: int = 8703
    operations_port: int = 8803
    sweep_every_seconds: float = 15.0
    sweep_after_seconds: float = 60.0
    gateway_audiences: tuple[str, ...] = ("http://127.0.0.1:8703/integration/v1/token",)
    live_poll_seconds: float = 0.2
