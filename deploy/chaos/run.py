"""One run: everything real under the supervisor, people at work, faults among them, rest, and a verdict."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from deploy.chaos.clerks import HEAD, Clerks
from deploy.chaos.deciding import Deciding
from deploy.chaos.desk import Desk
from deploy.chaos.killing import Killer
from deploy.chaos.later import later
from deploy.chaos.load import Load
from deploy.chaos.plan import PARTS, Mixture, files, paused, victims
from deploy.chaos.poison import Poisoner
from deploy.chaos.probes import Probes
from deploy.chaos.province import province
from deploy.chaos.result import Result, visible_after
from deploy.chaos.ways import Ways
from deploy.chaos.zombie import Zombie
from deploy.standalone.playing.asking import Requests, Wish
from deploy.standalone.playing.day import units_of_today
from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.judge import reconciled
from deploy.standalone.reconcile.reading.stores import Stores
from deploy.standalone.reconcile.reading.world import World, read_world, waiting
from deploy.standalone.reconcile.recording import Recorder
from deploy.standalone.settings import SERVICES
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.unit import Unit
from deploy.standalone.world import load_through
from shared.kernel.clock import local_day, now_utc
from shared.kernel.errors import UnavailableError
from shared.runtime.store.driver import connect, disconnect
from shared.runtime.web.client import http_client

_POISON, _DOUBLES = 6, 10
_KILLS_A_PAUSE = 15
_REST_LIMIT_SECONDS, _REST_ROUNDS, _REST_PAUSE_SECONDS = 120.0, 3, 0.3
_QUIET_SECONDS = 5.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for. Without kills there are no other faults either."""

    seed: int
    nominations: int
    kills: int
    clients: int
    mixture: Mixture

    @property
    def pauses(self) -> int:
        """How often a service stands still while a replica takes over."""
        return max(self.kills // _KILLS_A_PAUSE, 1) if self.kills else 0


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that runs, and everybody who acts."""

    options: Options
    load: Load
    killer: Killer
    zombie: Zombie
    poisoner: Poisoner
    requests: Recorder
    stores: Stores


async def chaos(site: Site, options: Options, say: Say) -> Result:
    """Play it; what came of it. Everything that was started has ended then. Raises: StandaloneError."""
    began = time.monotonic()
    site.require_room()
    units = await units_of_today(site, say)
    processes = [unit for unit in units if isinstance(unit, Unit)]
    async with (
        Supervisor(units, site.folder, restart=True, say=say) as supervisor,
        opened(site, options, supervisor, processes, say) as scene,
        AsyncExitStack() as stack,
    ):
        laps = [began, time.monotonic()]
        await _play(scene)
        laps.append(time.monotonic())
        for part in PARTS:
            await supervisor.wait_ready(part)
        deaths = 0
        if options.kills:
            services = [unit for unit in processes if unit.name in SERVICES]
            there = later(services, site.folder / "later", supervisor, options.seed, say)
            deaths = await stack.enter_async_context(there)
            await scene.load.answer()
        laps.append(time.monotonic())
        world = World(site.mongodb_url, site.kafka_bootstrap, site.namespace)
        came_to_rest = await at_rest(world)
        laps.append(time.monotonic())
        return await _result(scene, world, laps, deaths_later=deaths, came_to_rest=came_to_rest)


async def _result(
    scene: Scene, world: World, laps: Sequence[float], *, deaths_later: int, came_to_rest: bool
) -> Result:
    history, told = scene.requests.history(), Counter[str]()

    async def read() -> Facts:
        facts = await read_world(world, history)
        told.clear()
        told.update(event.type for event in facts.events.values())
        return facts

    verdicts = await reconciled(read, _QUIET_SECONDS)
    began, at_work, loaded, turned, quiet = laps
    return Result(
        seed=scene.options.seed,
        nominations=scene.options.nominations,
        kills=scene.killer.kills,
        pauses=scene.zombie.pauses,
        deaths_later=deaths_later,
        poison=len(history.injected),
        doubled=scene.poisoner.doubled,
        requests=scene.load.ways.desk.asked,
        history=history,
        unanswered=scene.load.unanswered,
        verdicts=verdicts,
        events=told,
        came_to_rest=came_to_rest,
        visible_s=await visible_after(scene.stores),
        start_s=at_work - began,
        load_s=loaded - at_work,
        later_s=turned - loaded,
        rest_s=quiet - turned,
        total_s=time.monotonic() - began,
    )


@asynccontextmanager
async def opened(
    site: Site, options: Options, supervisor: Supervisor, units: Sequence[Unit], say: Say
) -> AsyncIterator[Scene]:
    """The province loaded and everybody in place. Raises: WorldError, UnansweredError."""
    mongo = connect(site.mongodb_url)
    try:
        async with http_client(connections=options.clients * 2) as client:
            requests = Recorder.of(Requests.to(site.addresses, client))
            world = province(options.mixture.units)
            await load_through(requests, world, mark=f"chaos/{options.seed}")
            desk, stores = Desk(requests), Stores(mongo, site.namespace)
            ways = Ways(desk, await _clerks(desk))
            probes = Probes(desk, stores, world, options.mixture.units)
            killer = Killer(supervisor, probes, victims(options.seed))
            drawn = files(options.seed, options.nominations, options.mixture)
            yield Scene(
                options=options,
                load=Load(ways, Deciding(desk, ways), drawn, options.clients, options.kills),
                killer=killer,
                zombie=Zombie({u.name: u for u in units}, site.folder / "replica", supervisor, killer, say),
                poisoner=Poisoner(site.kafka_bootstrap, site.namespace, options.seed, requests.injected),
                requests=requests,
                stores=stores,
            )
    finally:
        disconnect(mongo)


async def at_rest(world: World) -> bool:
    """Wait until nothing is owed and nothing unhandled, for a moment; False when that does not come in time."""
    deadline, rounds = time.monotonic() + _REST_LIMIT_SECONDS, 0
    while rounds < _REST_ROUNDS:
        if time.monotonic() > deadline:
            return False
        try:
            rounds = rounds + 1 if await waiting(world) == 0 else 0
        except UnavailableError:
            rounds = 0
        await asyncio.sleep(_REST_PAUSE_SECONDS)
    return True


async def _clerks(desk: Desk) -> Clerks:
    movements: Any = await desk.requests.send(Wish(HEAD, "see_movements", {}, ""))
    evidence = await desk.upload(HEAD, "so_theo_doi.txt", "Sổ theo dõi: 96 hồ sơ")
    return Clerks(desk, local_day(now_utc()), movements.body["items"][0]["id"], evidence)


async def _play(scene: Scene) -> None:
    pausing = paused(scene.options.seed)
    async with asyncio.TaskGroup() as group:
        group.create_task(scene.load.run())
        for kill in range(1, scene.options.kills + 1):
            await scene.load.due(kill)
            group.create_task(scene.killer.strike(await scene.killer.take()))
            await scene.load.note_strike()
            group.create_task(scene.poisoner.poison(_POISON))
            group.create_task(scene.poisoner.double(_DOUBLES))
            if _begins_pause(kill, scene.options):
                group.create_task(scene.zombie.walk(next(pausing)))


def _begins_pause(kill: int, options: Options) -> bool:
    """Pauses are spread over the kills, the first of them early."""
    odd = range(1, 2 * options.pauses, 2)
    return kill in {number * options.kills // (2 * options.pauses + 1) + 1 for number in odd}
