"""Becomes the command it is given, after asking the kernel to kill it when the supervisor dies.

    python -I -S leash.py SUPERVISOR_PID COMMAND…

Run by path in a bare interpreter. A `preexec_fn` would do the same inside a fork of a threaded process, where it can
deadlock. The kernel watches the *thread* that started us, so the supervisor starts its children from one that lasts.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Tie this process to the supervisor, then become the command."""
    supervisor, *command = arguments
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != int(supervisor):
            sys.exit("the supervisor died while this was starting")
    os.execvp(command[0], command)  # noqa: S606 - becoming the command is the point


if __name__ == "__main__":
    main(sys.argv[1:])
