"""Kafka's jars: fetched once by Maven into `.cache/`, each checked against the committed list of hashes."""

import asyncio
import fcntl
import hashlib
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from deploy.standalone.errors import MissingToolError, StandaloneError, TamperedJarError

HERE = Path(__file__).resolve().parent
_EVERY = 10
_LOOK_SECONDS = 0.2


def jars_folder(root: Path) -> Path:
    """Where the jars of a checkout lie."""
    return root / ".cache" / "jars"


def listed() -> dict[str, str]:
    """The jars that the broker is made of: name → SHA-256."""
    lines = (HERE / "jars.sha256").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def classpath(folder: Path) -> str:
    """The listed jars and no other, as Java wants them."""
    return ":".join(str(folder / name) for name in listed())


async def fetch_jars(folder: Path, say: Callable[[str], None]) -> None:
    """See to it that every listed jar is there and genuine. Of several runs that lack some, one fetches for all.

    Raises: MissingToolError, TamperedJarError, StandaloneError.
    """
    if not _not_genuine(folder):
        return
    async with _alone(folder):
        if missing := _not_genuine(folder):
            say(f"kafka: fetching {len(missing)} of {len(listed())} jars (43 MB, once)")
            await _copy_dependencies(folder, say)
            _require_genuine(folder)


@asynccontextmanager
async def _alone(folder: Path) -> AsyncIterator[None]:
    """Wait until no other process fetches: a broker must not start from jars that are being written."""
    with await asyncio.to_thread(_opened, folder) as lock:
        while not _taken(lock):  # noqa: ASYNC110 - the kernel tells no event
            await asyncio.sleep(_LOOK_SECONDS)
        yield


def _opened(folder: Path) -> IO[str]:
    folder.mkdir(parents=True, exist_ok=True)
    return (folder.parent / f"{folder.name}.lock").open("w", encoding="utf-8")


def _taken(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _require_genuine(folder: Path) -> None:
    wrong = _not_genuine(folder)
    if wrong:
        raise TamperedJarError(
            f"Not the jars that were committed as genuine: {', '.join(wrong)}. Delete {folder} and try again; if it "
            "happens again, do not run them: compare deploy/standalone/jars.sha256 with the publisher's own sums."
        )


def _not_genuine(folder: Path) -> list[str]:
    return [name for name, digest in listed().items() if _digest(folder / name) != digest]


async def _copy_dependencies(folder: Path, say: Callable[[str], None]) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise MissingToolError(
            "Kafka's jars are not here yet and Maven, which fetches them, is not installed (Debian: `apt install "
            "maven`). Or start Kafka yourself (`docker compose up -d kafka`) and set KAFKA_BOOTSTRAP."
        )
    goal = ("dependency:copy-dependencies", f"-DoutputDirectory={folder}", "-DoverWriteReleases=true")
    process = await asyncio.create_subprocess_exec(
        *(maven, "-B", "-f", str(HERE / "pom.xml"), *goal),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        tail = await _follow(process, say)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise StandaloneError("Maven could not fetch Kafka's jars. Its last lines:\n" + "\n".join(tail))


async def _follow(process: asyncio.subprocess.Process, say: Callable[[str], None]) -> list[str]:
    if process.stdout is None:
        raise StandaloneError("Maven's output cannot be read")
    lines: list[str] = []
    fetched = 0
    async for raw in process.stdout:
        line = raw.decode(errors="replace").rstrip()
        lines = [*lines[-19:], f"  mvn | {line}"]
        if "Downloaded" in line:
            fetched += 1
            if fetched % _EVERY == 0:
                say(f"kafka: {fetched} files fetched")
    await process.wait()
    return lines


def _digest(jar: Path) -> str:
    if not jar.exists():
        return "missing"
    with jar.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
