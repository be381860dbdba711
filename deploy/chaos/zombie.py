"""A service stands still for longer than its session; a second replica takes over; then the first one goes on."""

import asyncio
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.chaos.killing import Killer
from deploy.standalone.addresses import Ports
from deploy.standalone.parts import replica_of
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.unit import Unit

STILL_SECONDS = 12.0
"""The session of a consumer lasts 10 s."""
_POLL_SECONDS = 0.1


@dataclass(slots=True)
class Zombie:
    """Pauses services. For each pause a replica joins, takes over, and leaves in order when the first one is back."""

    units: Mapping[str, Unit]
    folder: Path
    supervisor: Supervisor
    killer: Killer
    say: Callable[[str], None]
    pauses: int = 0

    async def walk(self, service: str) -> None:
        """One pause, beginning when no other fault has the service in hand. Raises: UnitFailedError."""
        while service in self.killer.busy:  # noqa: ASYNC110 - the killer tells nobody when it is done
            await asyncio.sleep(_POLL_SECONDS)
        self.killer.busy.add(service)
        try:
            replica = replica_of(self.units[service], f"{service}-2", Ports.free().console)
            async with Supervisor([replica], self.folder, say=self.say):
                await self._stand_still(service)
                await self.killer.probe(service)
        finally:
            self.killer.busy.discard(service)

    async def _stand_still(self, service: str) -> None:
        self.say(f"{service}: stands still for {STILL_SECONDS:.0f} s while a replica takes over")
        self.supervisor.kill(service, signal.SIGSTOP)
        try:
            await asyncio.sleep(STILL_SECONDS)
        finally:
            self.supervisor.kill(service, signal.SIGCONT)
        self.pauses += 1
