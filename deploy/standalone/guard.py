"""Kills all that carries a run's mark as soon as its supervisor is gone, however it went.

    python -I -S guard.py MARK        (standard input: a pipe that only the supervisor holds)

The kernel's parent-death signal reaches children; this reaches their children too, also those with their own session.
"""

import os
import signal
import sys
import time
from pathlib import Path

_SWEEP_SECONDS = 8.0
_PAUSE_SECONDS = 0.05

VARIABLE = "KIPTHOI_RUN"


def marked(mark: str) -> list[int]:
    """Processes that were started with this mark in their environment, but not this one. Linux only."""
    wanted = f"{VARIABLE}={mark}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
            gone = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[0] == "Z"
        except OSError:
            continue
        if wanted in environment.split(b"\0") and not gone and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def sweep(mark: str) -> bool:
    """Kill until nothing marked is left; False when something survived that."""
    deadline = time.monotonic() + _SWEEP_SECONDS
    while left := marked(mark):
        if time.monotonic() > deadline:
            return False
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(_PAUSE_SECONDS)
    return True


def main(mark: str) -> None:
    """Wait until the supervisor closes the pipe or dies, then sweep."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    while os.read(0, 1024):
        continue
    sys.exit(0 if sweep(mark) else 1)


if __name__ == "__main__":
    main(sys.argv[1])
