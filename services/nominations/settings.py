"""What can be turned in nominations."""

from pathlib import Path

from shared.runtime.law.loading import SHIPPED
from shared.runtime.settings import prefixed
from shared.runtime.vault import SealingSettings


class Settings(SealingSettings):
    """Each name is read from NOMINATIONS_<NAME>. `contact_key` seals how those who suggest deeds can be reached."""

    model_config = prefixed("NOMINATIONS_")

    port: int = 8701
    operations_port: int = 8801
    data_dir: Path = SHIPPED
