"""What can be turned in reviews."""

from pathlib import Path

from shared.runtime.law.loading import SHIPPED
from shared.runtime.settings import prefixed
from shared.runtime.vault import SealingSettings


class Settings(SealingSettings):
    """Each name is read from REVIEWS_<NAME>. `contact_key` seals who lodges complaints."""

    model_config = prefixed("REVIEWS_")

    port: int = 8702
    operations_port: int = 8802
    data_dir: Path = SHIPPED
