"""Starts units as their needs become ready, notices when one ends, and stops all of them in reverse.

The same class stands behind `./dev run`, the tests' Kafka and mongod, and the fault tests, which kill its children.
Call it from one thread that lives as long as the children: the kernel ends them with the thread that started them.
"""

import asyncio
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.standalone import guard
from deploy.standalone.backoff import Backoff
from deploy.standalone.child import Child, last_lines, rotate
from deploy.standalone.errors import UnitFailedError
from deploy.standalone.order import in_order, turned
from deploy.standalone.settings import inherited_environment
from deploy.standalone.unit import Step, Unit

ROOT = Path(__file__).resolve().parents[2]
_PROBE_PAUSE_SECONDS = 0.05
_WATCH = "watch"


class Supervisor:
    """Keeps units alive in a folder that holds `logs/`. With `restart`, a unit that ends is started again."""

    def __init__(
        self,
        units: Sequence[Unit | Step],
        folder: Path,
        *,
        restart: bool = False,
        say: Callable[[str], None] = lambda line: print(line, flush=True),
    ) -> None:
        self._items = {item.name: item for item in units}
        self._needs = {item.name: tuple(need for need in item.needs if need in self._items) for item in units}
        self._folder = folder
        self._restart = restart
        self._say = say
        self._mark = uuid.uuid4().hex
        self._children: dict[str, Child] = {}
        self._ready: set[str] = set()
        self._held: set[str] = set()
        self._guard: subprocess.Popen[bytes] | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._backoffs = {item.name: Backoff() for item in units}

    async def __aenter__(self) -> Self:
        await self.start_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop_all()

    async def start_all(self) -> None:
        """Start everything, each thing when its needs are ready; return when all is ready.

        Raises: UnitFailedError, or what a step raised; then everything that was started is stopped again.
        """
        self._guard = self._start_guard()
        try:
            await in_order(self._needs, self._start)
        except BaseException:
            await self.stop_all()
            raise
        if self._restart:
            self._tasks[_WATCH] = asyncio.create_task(self.watch())

    async def stop_all(self) -> None:
        """Stop what runs, each unit after those that need it, and leave nothing of it behind."""
        await self._cancel(_WATCH)
        await in_order(turned(self._needs), self.stop)
        if self._guard is not None:
            guard.sweep(self._mark)
            _, self._guard = self._guard.communicate(), None

    async def stop(self, name: str) -> None:
        """Stop one unit within its limit; it is not restarted until `restart` is called."""
        self._held.add(name)
        self._ready.discard(name)
        await self._cancel(name)
        child, item = self._children.pop(name, None), self._items[name]
        if child is None or not isinstance(item, Unit):
            return
        began = time.monotonic()
        in_time = await child.stop(item.stop_limit_seconds)
        self._say(f"{name}: {'stopped' if in_time else 'killed'} after {time.monotonic() - began:.1f} s")

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Send a signal (by default: end it at once, as a crash would) to a unit and its session."""
        if number == signal.SIGKILL:
            self._ready.discard(name)
            self._children[name].kill()
        else:
            self._children[name].signal(number)

    async def restart(self, name: str) -> None:
        """Stop a unit if it runs, start it again and wait until it is ready."""
        await self.stop(name)
        await self._start_unit(self._unit(name))
        self._held.discard(name)

    async def ended(self, name: str) -> int:
        """Wait until a unit ends by itself; its exit code, negative for a signal. Only where nothing restarts it."""
        return await self._children[name].ended()

    async def wait_ready(self, name: str, limit_seconds: float = 60.0) -> None:
        """Wait until a unit is ready, also after a kill. Raises: UnitFailedError."""
        deadline = time.monotonic() + limit_seconds
        while name not in self._ready:
            if time.monotonic() > deadline:
                raise self.failure(name, f"was not ready again within {limit_seconds:.0f} s")
            await asyncio.sleep(_PROBE_PAUSE_SECONDS)

    async def watch(self) -> None:
        """Watch over the units until cancelled. Raises: UnitFailedError when one ends and is not to be restarted."""
        while True:
            for name, code in self._ended():
                if not self._restart:
                    raise self.failure(name, _how_it_ended(code))
                self._held.add(name)
                self._tasks[name] = asyncio.create_task(self._start_again(name, code))
            await asyncio.sleep(_PROBE_PAUSE_SECONDS)

    def failure(self, name: str, what: str) -> UnitFailedError:
        """What is wrong with a unit, to be raised: the sentence and the last lines of its log."""
        log = self.log(name)
        tail = "\n".join(f"  {name} | {line}" for line in last_lines(log))
        return UnitFailedError(f"{name} {what}. The last lines of {log}:\n{tail}")

    def pid(self, name: str) -> int:
        """The process id of a running unit."""
        return self._children[name].pid

    def log(self, name: str) -> Path:
        """Where a unit's output is kept."""
        return self._folder / "logs" / f"{name}.log"

    async def _start(self, name: str) -> None:
        began, item = time.monotonic(), self._items[name]
        if isinstance(item, Step):
            await item.act()
        else:
            rotate(self.log(item.name))
            for command in item.before:
                await self._run_before(item, command)
            await self._start_unit(item)
        self._held.discard(item.name)
        self._say(f"{item.name}: ready after {time.monotonic() - began:.1f} s")

    async def _run_before(self, unit: Unit, command: tuple[str, ...]) -> None:
        child = self._children[unit.name] = self._spawn(unit, command)
        code = await child.ended()
        if code:
            raise self.failure(unit.name, f"could not be prepared: {_how_it_ended(code)}")

    async def _start_unit(self, unit: Unit) -> None:
        child = self._children[unit.name] = self._spawn(unit, unit.command)
        deadline = time.monotonic() + unit.ready_limit_seconds
        while not await unit.ready():
            if (code := child.exit_code()) is not None:
                raise self.failure(unit.name, _how_it_ended(code))
            if time.monotonic() > deadline:
                raise self.failure(unit.name, f"was not ready within {unit.ready_limit_seconds:.0f} s")
            await asyncio.sleep(_PROBE_PAUSE_SECONDS)
        if (code := child.exit_code()) is not None:
            raise self.failure(unit.name, f"{_how_it_ended(code)} while something else answers on its port")
        self._ready.add(unit.name)

    def _ended(self) -> list[tuple[str, int]]:
        codes = ((name, child.exit_code()) for name, child in self._children.items() if name not in self._held)
        return [(name, code) for name, code in codes if code is not None]

    async def _start_again(self, name: str, code: int) -> None:
        self._ready.discard(name)
        wait = self._backoffs[name].next_seconds()
        self._say(f"{name}: {_how_it_ended(code)}; starting it again in {wait:.1f} s")
        await asyncio.sleep(wait)
        try:
            await self._start_unit(self._unit(name))
        except UnitFailedError as error:
            self._say(str(error))
            self._children[name].kill()
        self._held.discard(name)

    async def _cancel(self, name: str) -> None:
        if task := self._tasks.pop(name, None):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _spawn(self, unit: Unit, command: tuple[str, ...]) -> Child:
        environment = {**inherited_environment(), **unit.environment, guard.VARIABLE: self._mark}
        return Child.start(command, environment, folder=ROOT, log=self.log(unit.name))

    def _start_guard(self) -> "subprocess.Popen[bytes]":
        program = (sys.executable, "-I", "-S", guard.__file__, self._mark)
        return subprocess.Popen(program, stdin=subprocess.PIPE, start_new_session=True)

    def _unit(self, name: str) -> Unit:
        item = self._items[name]
        if not isinstance(item, Unit):
            raise TypeError(f"{name} is no process")
        return item


def _how_it_ended(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
