"""One run in one folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.standalone.errors import AlreadyRunningError


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder while the block runs; the kernel lets go of it however this process ends.

    Raises: AlreadyRunningError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunningError(
                f"Another run (process {lock.read().strip() or 'unknown'}) uses {folder}. Stop it first with Ctrl-C "
                "where it runs, or look at what it shows."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
