"""Where a run lives: its folder, its ports, its namespace, the servers that were given."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from deploy.standalone.addresses import LOOPBACK, Addresses, Ports
from deploy.standalone.errors import DiskFullError
from deploy.standalone.mongod import mongod_url
from deploy.standalone.settings import Given

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_NAMESPACE = "kipthoi"
_ROOM_BYTES = 400 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Site:
    """One run's place. `ROOT` holds the code and the fetched jars, `folder` the data and the logs."""

    folder: Path
    ports: Ports = field(default_factory=Ports)
    namespace: str = DEFAULT_NAMESPACE
    given: Given = field(default_factory=Given)

    @classmethod
    def temporary(cls, folder: Path, *, namespace: str = DEFAULT_NAMESPACE, given: Given | None = None) -> Self:
        """A place on free ports that disturbs nobody."""
        return cls(folder.resolve(), Ports.free(), namespace, given or Given())

    @property
    def kafka_bootstrap(self) -> str:
        """Where clients find the bus."""
        return self.given.kafka_bootstrap or f"{LOOPBACK}:{self.ports.kafka}"

    @property
    def mongodb_url(self) -> str:
        """Where clients find the store."""
        return self.given.mongodb_url or mongod_url(self.ports.mongod)

    @property
    def addresses(self) -> Addresses:
        """Where everything is reached."""
        return Addresses(
            console=_web(self.ports.console),
            nominations=_web(self.ports.nominations),
            reviews=_web(self.ports.reviews),
            notifications=_web(self.ports.notifications),
            issuer=_web(self.ports.issuer),
            kafka=self.kafka_bootstrap,
            mongodb=self.mongodb_url,
        )

    def require_room(self) -> None:
        """Refuse to start on a full disk. Raises: DiskFullError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free
        if free < _ROOM_BYTES:
            raise DiskFullError(
                f"Only {free >> 20} MB are free where {self.folder} lies; a run needs {_ROOM_BYTES >> 20} MB. "
                "Make room and start again."
            )


def _web(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"
