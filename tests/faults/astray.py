"""Runs a service as on a machine whose clock is wrong by so many days; the monotonic clock runs as ever.

python -m tests.faults.astray DAYS MODULE ARGUMENTS…

Everything in the process that asks for the time of day is told the wrong one: the product through its only reader of
the machine's clock, libraries through `time.time`.
"""

import runpy
import sys
import time
from datetime import datetime, timedelta, tzinfo

from shared.kernel import clock


def go_astray(by: timedelta) -> None:
    true_time = time.time

    class Astray(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + by  # noqa: TID251 - the machine's clock is what goes astray

    vars(clock)["datetime"] = Astray
    vars(time)["time"] = lambda: true_time() + by.total_seconds()


if __name__ == "__main__":
    _, days, module, *arguments = sys.argv
    go_astray(timedelta(days=float(days)))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
