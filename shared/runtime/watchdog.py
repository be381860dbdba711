"""Ends a process that stands still: from a thread of its own, because whatever is stuck cannot end itself."""

import faulthandler
import json
import os
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final

from shared.runtime.health import Faults

STUCK: Final = 70
"""The exit code of a process that was ended here (EX_SOFTWARE of sysexits.h)."""


class Watchdog:
    """Looks each `every_seconds`; after `patience` looks in a row at faults the process ends, with the stacks told.

    Looks are counted, not seconds: a process that was stopped as a whole and goes on has a first good look ahead.
    """

    def __init__(self, faults: Callable[[], Faults], *, patience: int = 30, every_seconds: float = 1.0) -> None:
        self._faults = faults
        self._patience = patience
        self._every_seconds = every_seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._over.set()

    def _watch(self) -> None:
        bad = 0
        while not self._over.wait(self._every_seconds):
            faults = self._faults()
            bad = bad + 1 if faults else 0
            if bad >= self._patience:
                _end(faults)


def _end(faults: Faults) -> None:
    # Not by the logger: the thread that is stuck may hold its lock.
    told = json.dumps({"event": "stuck", "level": "critical", "faults": list(faults), "exit": STUCK})
    os.write(sys.stderr.fileno(), f"{told}\n".encode())
    faulthandler.dump_traceback(all_threads=True)
    os._exit(STUCK)
