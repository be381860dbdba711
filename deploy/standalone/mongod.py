"""A real mongod on loopback: found, started as a one-node replica set, asked whether it takes writes."""

import asyncio
import shutil
import struct
import sysconfig
from functools import partial
from pathlib import Path
from typing import Any

import bson

from deploy.standalone.errors import MissingToolError, StandaloneError
from deploy.standalone.unit import Probe, Unit

REPLICA_SET = "rs0"
_OP_MSG = 2013
_ALREADY_BEGUN = 23
_LIMIT_SECONDS = 2.0
_HEADER = struct.Struct("<iiiiiB")

# zlib compression in this version can leak memory (CVE-2025-14847), so nothing is compressed.
_FLAGS = (
    *("--replSet", REPLICA_SET, "--bind_ip", "127.0.0.1", "--nounixsocket"),
    *("--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64", "--networkMessageCompressors", "disabled"),
    *("--wiredTigerEngineConfigString", "log=(prealloc=false,file_max=16MB)"),
    *("--setParameter", "transactionLifetimeLimitSeconds=5"),
)
_KEEPS_ALL = ("--setParameter", "ttlMonitorEnabled=false")


def find_mongod() -> str:
    """The mongod on PATH, else the one that the locked wheel brought. Raises: MissingToolError."""
    wheel = Path(sysconfig.get_path("purelib")) / "fiftyone" / "db" / "bin" / "mongod"
    found = shutil.which("mongod") or (str(wheel) if wheel.exists() else None)
    if found is None:
        raise MissingToolError(
            "There is no mongod. On x86-64 Linux `./dev` fetches one with the locked wheels; elsewhere install MongoDB "
            "(6 or newer), or start one yourself (`docker compose up -d mongodb`) and set MONGODB_URL."
        )
    return found


def mongod_unit(folder: Path, port: int, *, forgets: bool = True) -> Unit:
    """A mongod that keeps its data in `folder`/mongod. It is ready when it takes writes.

    One that does not forget keeps what is past: where a clock is set, the real one may not say what that is.
    """
    data = folder / "mongod"
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Unit(
        name="mongod",
        command=(find_mongod(), "--port", str(port), "--dbpath", str(data), *_FLAGS, *(() if forgets else _KEEPS_ALL)),
        ready=writable(port),
    )


def mongod_url(port: int) -> str:
    """How clients reach the replica set."""
    return f"mongodb://127.0.0.1:{port}/?replicaSet={REPLICA_SET}"


def writable(port: int) -> Probe:
    """Ready when this node is primary; a new node is first told that it is a replica set of one."""
    return partial(_writable, port)


async def step_down(port: int, seconds: int) -> None:
    """Let the only node be no primary for so long; then it is elected again. Raises: StandaloneError, OSError."""
    told = await _command(port, {"replSetStepDown": seconds, "secondaryCatchUpPeriodSecs": 0, "force": True})
    if not told.get("ok"):
        raise StandaloneError(f"mongod does not step down: {told.get('errmsg')}")


async def _writable(port: int) -> bool:
    try:
        async with asyncio.timeout(_LIMIT_SECONDS):
            hello = await _command(port, {"hello": 1})
            if "setName" not in hello:
                await _make_replica_set(port)
            return hello.get("isWritablePrimary") is True
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return False


async def _make_replica_set(port: int) -> None:
    """Begin the set; data that knew this node under another port is told the new one."""
    members = [{"_id": 0, "host": f"127.0.0.1:{port}"}]
    begun = await _command(port, {"replSetInitiate": {"_id": REPLICA_SET, "members": members}})
    if begun.get("code") == _ALREADY_BEGUN:
        known = (await _command(port, {"replSetGetConfig": 1})).get("config")
        if known and [one["host"] for one in known["members"]] != [one["host"] for one in members]:
            moved = {**known, "version": known["version"] + 1, "members": members}
            await _command(port, {"replSetReconfig": moved, "force": True})


async def _command(port: int, command: dict[str, Any]) -> dict[str, Any]:
    """One admin command over the wire protocol: the driver belongs to the services' stores."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        body = bson.encode({**command, "$db": "admin"})
        writer.write(_HEADER.pack(_HEADER.size + len(body), 1, 0, _OP_MSG, 0, 0) + body)
        length, *_ = _HEADER.unpack(await reader.readexactly(_HEADER.size))
        return bson.decode(await reader.readexactly(length - _HEADER.size))
    finally:
        writer.close()
