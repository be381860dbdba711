"""What can be turned in nominations."""

from pathlib import Path

from shared.runtime.law.loading import SHIPPED
from shared.runtime.settings import ServiceSettings, prefixed


class Settings(ServiceSettings):
    """Each name is read from NOMINATIONS_<NAME>."""

    model_config = prefixed("NOMINATIONS_")

    port: int = 8701
    operations_port: int = 8801
    data_dir: Path = SHIPPED
