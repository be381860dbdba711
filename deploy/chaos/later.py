"""Days later: what people left is late, and services die while they say so, close what is over and let lapse."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import Random  # noqa: TID251 - a run must be repeatable from its seed

from deploy.standalone.supervisor import Supervisor
from deploy.standalone.unit import Unit

DAYS = 20
"""More than ten working days, after which returned files lapse and windows close; less than an inbox remembers."""

_DEATHS = 2
_LONGEST_LIFE_SECONDS = 3.0


@asynccontextmanager
async def later(
    units: Sequence[Unit], folder: Path, supervisor: Supervisor, seed: int, say: Callable[[str], None]
) -> AsyncIterator[int]:
    """The services end, and come back on a later day; each dies twice there, soon after it began. Then it is quiet.

    Gives the number of deaths. A service does by itself what is due as soon as it starts. Raises: UnitFailedError
    for one that does not begin, an ExceptionGroup of them for those that do not come back.
    """
    for unit in units:
        await supervisor.stop(unit.name)
    say(f"it is {DAYS} days later")
    draw = Random(f"{seed}/later")  # noqa: S311 - repeatable, not secret
    async with Supervisor([_ahead(unit) for unit in units], folder, restart=True, say=say) as there:
        async with asyncio.TaskGroup() as dying:
            for unit in units:
                lives = [draw.uniform(0, _LONGEST_LIFE_SECONDS) for _ in range(_DEATHS)]
                dying.create_task(_die(there, unit.name, lives))
        yield _DEATHS * len(units)


async def _die(there: Supervisor, name: str, lives: Sequence[float]) -> None:
    for seconds in lives:
        await asyncio.sleep(seconds)
        there.kill(name)
        await there.wait_ready(name)


def _ahead(unit: Unit) -> Unit:
    """The same service, its clock ahead: `python -m services.x serve` becomes a line of `ahead.py`."""
    package, *line = unit.command[2:]
    return replace(unit, command=(sys.executable, "-m", "deploy.chaos.ahead", str(DAYS), package, *line))
