"""What peers stand on: PostgreSQL and Redis as Debian packs them, with data of a run of their own."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from deploy.standalone.addresses import LOOPBACK
from deploy.standalone.errors import MissingToolError, StandaloneError
from deploy.standalone.unit import Unit

POSTGRES, REDIS = "postgres", "redis"
_OWNER: Final = "postgres"
_INSTALLED: Final = Path("/usr/lib/postgresql")


def program(name: str, hint: str) -> str:
    """Where a program is. Raises: MissingToolError."""
    newest = sorted(_INSTALLED.glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(newest[-1]) if newest else None)
    if found is None:
        raise MissingToolError(f"there is no {name}; {hint}")
    return found


@contextmanager
def data_folder() -> Iterator[Path]:
    """A folder that whoever runs PostgreSQL may use: it refuses to run as root."""
    with tempfile.TemporaryDirectory(prefix="bench-peer-") as name:
        if not os.geteuid():
            shutil.chown(name, _OWNER, _OWNER)
        yield Path(name)


def postgres_unit(folder: Path, port: int) -> Unit:
    """A PostgreSQL with its defaults, so with every commit on disk. Raises: MissingToolError, StandaloneError."""
    hint = "on Debian: apt install postgresql"
    data, postgres = folder / "data", program("postgres", hint)
    made = subprocess.run(
        (*_as_owner(), program("initdb", hint), "--auth=trust", f"--username={_OWNER}", "-D", str(data)),
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise StandaloneError(f"PostgreSQL: {made.stderr.strip()[-200:]}")
    options = ("-D", str(data), "-p", str(port), "-h", LOOPBACK, "-k", str(folder), "-N", "300")
    return Unit(POSTGRES, (*_as_owner(), postgres, *options), partial(_answers, port))


def redis_unit(folder: Path, port: int) -> Unit:
    """A Redis that appends what it is told to a file, each second to the disk. Raises: MissingToolError."""
    redis = program("redis-server", "on Debian: apt install redis-server")
    options = ("--port", str(port), "--bind", LOOPBACK, "--dir", str(folder), "--appendonly", "yes", "--save", "")
    return Unit(REDIS, (redis, *options), partial(_answers, port))


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdecimal()}
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def _as_owner() -> tuple[str, ...]:
    return () if os.geteuid() else ("setpriv", f"--reuid={_OWNER}", f"--regid={_OWNER}", "--init-groups")


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1])
    except OSError:
        return 0


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True
