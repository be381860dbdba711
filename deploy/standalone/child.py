"""One process under the supervisor: started on a leash in its own session, its output in a file, stopped in time."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

LAST_LINES = 20
_POLL_SECONDS = 0.02
_LEASH = Path(__file__).with_name("leash.py")


class Child:
    """A running process. It leads its own session, so a Ctrl-C at the terminal reaches only the supervisor."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self._process = process
        self.log = log

    @classmethod
    def start(cls, command: Sequence[str], environment: Mapping[str, str], *, folder: Path, log: Path) -> Self:
        """Start a command in `folder`. Call it from a thread that lives as long as the child should: see `leash.py`."""
        leash = (sys.executable, "-I", "-S", str(_LEASH), str(os.getpid()))
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            process = subprocess.Popen(
                (*leash, *command),
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(process, log)

    @property
    def pid(self) -> int:
        """Its process id, which is also that of its session."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self._process.poll()

    def signal(self, number: int) -> None:
        """Send a signal to it and to all of its session."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return

    def kill(self) -> None:
        """End it and all of its session now, and wait until the kernel has let go of it."""
        self.signal(signal.SIGKILL)
        self._process.wait()

    async def ended(self) -> int:
        """Wait for the end; the exit code."""
        while (code := self.exit_code()) is None:  # noqa: ASYNC110 - the kernel tells a parent, not an event loop
            await asyncio.sleep(_POLL_SECONDS)
        return code

    async def stop(self, limit_seconds: float) -> bool:
        """Ask it to stop, kill what is left after the limit. Returns whether it stopped by itself."""
        deadline = time.monotonic() + limit_seconds
        if self.exit_code() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(signal.SIGTERM)
        while self.exit_code() is None and time.monotonic() < deadline:  # noqa: ASYNC110 - as in `ended`
            await asyncio.sleep(_POLL_SECONDS)
        in_time = self.exit_code() is not None
        self.kill()
        return in_time


def last_lines(log: Path, count: int = LAST_LINES) -> list[str]:
    """The end of a log."""
    if not log.exists():
        return []
    with log.open(encoding="utf-8", errors="replace") as lines:
        return [line.rstrip() for line in deque(lines, maxlen=count)]


def rotate(log: Path) -> None:
    """Keep the log of the run before as `<name>.log.1` and begin a new one."""
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))
