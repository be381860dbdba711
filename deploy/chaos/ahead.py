"""`python -m deploy.chaos.ahead DAYS PACKAGE VERB…`: a service whose clock is so many days ahead, for `later.py`."""

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module

from shared.kernel.clock import Clock, now_utc
from shared.runtime.command import run


def main(argv: Sequence[str]) -> int:
    """Do to the service what the rest of the line says; the exit code."""
    days, package, *line = argv
    settings, app = import_module(f"{package}.settings"), import_module(f"{package}.app")
    return run(settings.Settings, partial(app.build, clock=ahead_by(int(days))), line)


def ahead_by(days: int) -> Clock:
    """The clock of those who live so many days later."""

    def clock() -> datetime:
        return now_utc() + timedelta(days=days)

    return clock


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
