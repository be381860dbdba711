"""`./dev run`: start everything with the sample people, say where to look, tell what happens, stop cleanly."""

import argparse
import asyncio
import os
import signal
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from deploy.standalone.addresses import require_free
from deploy.standalone.follow import follow
from deploy.standalone.lock import held
from deploy.standalone.parts import bus_and_store, issuer_unit, own_ports, service_units, topics_step
from deploy.standalone.people import WORLD
from deploy.standalone.settings import given
from deploy.standalone.site import ROOT, Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.world import load

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_IMPATIENT = 130


def main(argv: Sequence[str]) -> int:
    """Run until Ctrl-C. The exit code is 0 after a wished stop. Raises: StandaloneError."""
    parser = argparse.ArgumentParser(prog="./dev run", description=main.__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".run", help="where data and logs are kept")
    parser.add_argument("--free-ports", action="store_true", help="take any free ports instead of the usual ones")
    chosen = parser.parse_args(argv)
    folder = chosen.folder.resolve()
    site = Site.temporary(folder, given=given()) if chosen.free_ports else Site(folder, given=given())
    with held(folder):
        asyncio.run(until_signal(everything(site)))
    return 0


async def everything(site: Site) -> None:
    """Start all parts, load the sample province, then tell what happens until cancelled.

    Raises: StandaloneError, also when a part ends by itself.
    """
    site.require_room()
    require_free(own_ports(site))
    parts = [issuer_unit(site), *service_units(site)]
    units = [*await bus_and_store(site, say), topics_step(site), *parts]
    async with Supervisor(units, site.folder, say=say) as supervisor:
        await _first(supervisor.watch(), _go_on(site))


async def until_signal(work: Coroutine[Any, Any, None]) -> None:
    """Do work; a signal cancels it and lets it clean up, a second one ends this process at once."""
    loop, task = asyncio.get_running_loop(), asyncio.create_task(work)
    stopping = asyncio.Event()

    def stop() -> None:
        if stopping.is_set():
            os._exit(_IMPATIENT)  # the guard ends what is left
        stopping.set()
        say("stopping (again to end at once)")
        task.cancel()

    for number in _SIGNALS:
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not stopping.is_set():
            raise


def say(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, flush=True)


async def _go_on(site: Site) -> None:
    say("loading the sample province")
    await load(WORLD, site.addresses)
    at = site.addresses
    say("")
    say(f"  Kịp Thời is here:  {at.console}        (sign in as any sample person)")
    say(f"  public register:   {at.notifications}/awards?since=0")
    say(f"  the bus:           kcat -b {at.kafka} -t awards.v1 -C -f '%h %s\\n'")
    say(f"  the store:         {at.mongodb}")
    say(f"  logs:              {site.folder / 'logs'}")
    say("  Ctrl-C stops everything. What happens from now on:")
    say("")
    await follow(site.kafka_bootstrap, site.namespace, say)


async def _first(*works: Coroutine[Any, Any, None]) -> None:
    """Wait until one ends or fails, and cancel the others."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
