"""Where everything listens: the fixed ports of a laptop, or free ones for a run in a temporary folder."""

import secrets
import socket
from dataclasses import dataclass, fields
from typing import Self

from deploy.standalone.errors import PortTakenError

LOOPBACK = "127.0.0.1"
OPERATIONS_OFFSET = 100
# Below the range from which the kernel takes ports for outgoing connections.
_LOWEST, _HIGHEST = 20_000, 32_000


@dataclass(frozen=True, slots=True)
class Ports:
    """One port each; a service's operations port lies 100 above its own.

    Nothing of a run listens at `receiver`, where a client's system may and is called, nor at `mail`, where a mail
    server may, nor at `texts`, where a short message centre may.
    """

    console: int = 8700
    nominations: int = 8701
    reviews: int = 8702
    notifications: int = 8703
    issuer: int = 8709
    kafka: int = 8792
    kafka_controller: int = 8793
    mongod: int = 8717
    receiver: int = 8791
    mail: int = 8725
    texts: int = 8775
    kafka_outside: int = 8794

    @classmethod
    def free(cls) -> Self:
        """Ports that nobody listens on now."""
        chosen: set[int] = set()
        found = []
        for _ in fields(cls):
            port = _free_port(chosen)
            chosen |= {port, port + OPERATIONS_OFFSET}
            found.append(port)
        return cls(*found)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a run is reached: web addresses without a closing slash, and those of the bus and the store."""

    console: str
    nominations: str
    reviews: str
    notifications: str
    issuer: str
    kafka: str
    mongodb: str

    def operations(self, service: str) -> str:
        """Where a service answers `/livez`, `/readyz` and `/metrics`."""
        host, _, port = str(getattr(self, service)).rpartition(":")
        return f"{host}:{int(port) + OPERATIONS_OFFSET}"


def is_free(port: int) -> bool:
    """Whether a server could listen on a loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def require_free(ports: dict[str, int]) -> None:
    """Refuse to start beside another program. Raises: PortTakenError, naming each port and what wants it."""
    taken = [f"{port} (for {name})" for name, port in ports.items() if not is_free(port)]
    if taken:
        raise PortTakenError(
            f"Another program listens on port {', '.join(taken)} of {LOOPBACK}. See which with `ss -ltnp`, stop it, "
            "and start again."
        )


def _free_port(chosen: set[int]) -> int:
    while True:
        port = _LOWEST + secrets.randbelow(_HIGHEST - _LOWEST)
        pair = {port, port + OPERATIONS_OFFSET}
        if not pair & chosen and all(is_free(one) for one in pair):
            return port
