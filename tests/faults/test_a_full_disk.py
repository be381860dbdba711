"""The disk under mongod is full: refusals that say when to come again, no false promise, and all goes on afterwards.

mongod keeps its data on a small file system in memory, mounted in a namespace of its own, and a ballast fills that up:
its writes fail as on any full disk (`No space left on device`), on which it ends itself. Where the kernel lets nobody
mount in a namespace of their own, the test is skipped.
"""

import asyncio
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import httpx
import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.standalone.errors import UnitFailedError
from deploy.standalone.mongod import mongod_unit
from deploy.standalone.parts import issuer_unit, topics_step
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.unit import Step, Unit
from tests.faults.town import ROOT, Loader, loader, nominations, told
from tests.shared.runtime.bus.world import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

_OWN = ("unshare", "--user", "--map-root-user", "--mount")
_BLOCK = b"\0" * 65_536
_DISK = "96m"
# Mounts, tells under which process id the mount is found, and keeps it until it is killed.
_HOLD = 'mount -t tmpfs -o size="$1" tmpfs "$2" && echo $$ > "$3.new" && mv "$3.new" "$3" && exec sleep infinity'
_ENTER = 'holder=$(cat "$1"); shift; exec nsenter --target "$holder" --user --preserve-credentials --mount "$@"'
_REFUSALS, _WITHIN = 12, 30.0
_OUT_OF_DISK_SPACE = 14031


def _can_mount() -> bool:
    if not all(map(shutil.which, ("unshare", "nsenter"))):
        return False
    mount = (*_OWN, "mount", "-t", "tmpfs", "tmpfs", "/mnt")
    return subprocess.run(mount, capture_output=True, check=False).returncode == 0


@dataclass(frozen=True)
class Disk:
    """A small disk that can be filled up and emptied again."""

    mount: Path
    holder: Path

    @property
    def unit(self) -> Unit:
        async def is_mounted() -> bool:
            return self.holder.exists()

        hold = ("sh", "-c", _HOLD, "sh", _DISK, str(self.mount), str(self.holder))
        return Unit(name="disk", command=(*_OWN, *hold), ready=is_mounted)

    def under(self, unit: Unit) -> Unit:
        """The unit with its data on this disk."""
        return replace(unit, command=("sh", "-c", _ENTER, "sh", str(self.holder), *unit.command), needs=("disk",))

    def fill(self) -> None:
        """Leave not one byte, also of what was let go of since the last time."""
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                while ballast.write(_BLOCK):
                    continue
            except OSError:
                return

    def make_room(self) -> None:
        self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        # Seen from within: what is mounted there is mounted nowhere else.
        return Path(f"/proc/{self.holder.read_text().strip()}/root{self.mount}/ballast")


@dataclass(frozen=True)
class Town:
    """Nominations at work, with its store on a small disk."""

    site: Site
    disk: Disk
    supervisor: Supervisor
    people: Loader

    def kept(self) -> list[str]:
        """The codes of all units in the store, asked past the service."""
        with MongoClient[dict[str, object]](self.site.mongodb_url) as client:
            return sorted(client[f"{self.site.namespace}_nominations"]["units"].distinct("state.code"))


@pytest.fixture
async def town(kafka_bootstrap: str, namespace: str, tmp_path: Path) -> AsyncIterator[Town]:
    if not _can_mount():
        pytest.skip("no small disk for mongod: nobody may mount in a namespace of their own here")
    site = Site.temporary(tmp_path / "town", namespace=namespace, given=Given(kafka_bootstrap))
    disk = Disk(site.folder / "mongod", site.folder / "holder")
    mongod = disk.under(mongod_unit(site.folder, site.ports.mongod))
    units: list[Unit | Step] = [disk.unit, mongod, topics_step(site), issuer_unit(site), nominations(site)]
    async with Supervisor(units, site.folder) as supervisor, loader(site, site.addresses.nominations) as people:
        yield Town(site, disk, supervisor, people)


async def test_on_a_full_disk_commands_are_refused_and_with_room_again_all_goes_on(town: Town) -> None:
    promised = {code for code in (ROOT, "A-1", "A-2", "A-3") if _is_kept(await town.people.record(code))}
    assert len(promised) == 4
    answers = await _record_until_refused(town)
    answers |= await _try_in_vain(town)
    refused = {code: answer for code, answer in answers.items() if not _is_kept(answer)}
    promised |= answers.keys() - refused.keys()
    for answer in refused.values():
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable"), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) >= 1
    assert "No space left on device" in town.supervisor.log("mongod").read_text()
    town.disk.make_room()
    began = time.monotonic()
    await town.supervisor.restart("mongod")
    assert promised <= set(await asyncio.to_thread(town.kept)), "what was promised is kept"
    again = await asyncio.gather(*(_until_kept(town.people, code) for code in (*refused, "B-1")))
    assert all(again)
    await until(partial(_is_told, town, len(promised) + len(refused) + 1), within=_WITHIN)
    assert time.monotonic() - began < _WITHIN
    assert set(await asyncio.to_thread(town.kept)) == {*promised, *refused, "B-1"}


@pytest.fixture
async def careful(kafka_bootstrap: str, namespace: str, tmp_path: Path) -> AsyncIterator[tuple[Site, Loader]]:
    """Nominations at work, with a store that can be told what to say."""
    site = Site.temporary(tmp_path / "careful", namespace=namespace, given=Given(kafka_bootstrap))
    mongod = mongod_unit(site.folder, site.ports.mongod)
    obedient = replace(mongod, command=(*mongod.command, "--setParameter", "enableTestCommands=1"))
    units: list[Unit | Step] = [obedient, topics_step(site), issuer_unit(site), nominations(site)]
    async with Supervisor(units, site.folder), loader(site, site.addresses.nominations) as people:
        yield site, people


async def test_a_server_that_says_that_its_disk_is_full_is_asked_again_later(careful: tuple[Site, Loader]) -> None:
    site, people = careful
    assert _is_kept(await people.record(ROOT))
    for said in (("errorCode", _OUT_OF_DISK_SPACE), ("writeConcernError", {"code": _OUT_OF_DISK_SPACE, "errmsg": "x"})):
        await asyncio.to_thread(_tell, site.mongodb_url, "alwaysOn", said)
        refused = await people.record(f"R-{said[0]}")
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable"), refused.text
        assert int(refused.headers["retry-after"]) >= 1
        await asyncio.to_thread(_tell, site.mongodb_url, "off", said)
        assert await _until_kept(people, f"R-{said[0]}")


def _tell(mongodb_url: str, mode: str, said: tuple[str, object]) -> None:
    """Let the server say this to everyone who writes, without having a reason."""
    with MongoClient[dict[str, object]](mongodb_url) as client:
        data = {"failCommands": ["insert", "update", "findAndModify"], said[0]: said[1]}
        client.admin.command({"configureFailPoint": "failCommand", "mode": mode, "data": data})


def _is_kept(answer: httpx.Response) -> bool:
    return answer.status_code == 201


async def _record_until_refused(town: Town) -> dict[str, httpx.Response]:
    """Many at a time, until so many were refused: the journal has room of its own, the data files have none."""
    answers: dict[str, httpx.Response] = {}
    for n in range(100):
        town.disk.fill()
        codes = [f"F-{n}-{one}" for one in range(_REFUSALS)]
        answers |= zip(codes, await asyncio.gather(*map(town.people.record, codes)), strict=True)
        if sum(not _is_kept(answer) for answer in answers.values()) >= _REFUSALS:
            return answers
        await asyncio.to_thread(_checkpoint, town.site.mongodb_url)
    raise AssertionError("the disk is full, and nobody notices")


def _checkpoint(mongodb_url: str) -> None:
    """Have mongod write its data files, as it does each minute by itself; on a full disk it ends over it."""
    with suppress(PyMongoError), MongoClient[dict[str, object]](mongodb_url, serverSelectionTimeoutMS=500) as client:
        client.admin.command("fsync")


async def _try_in_vain(town: Town) -> dict[str, httpx.Response]:
    """A restart on the full disk, and a command after it."""
    with pytest.raises(UnitFailedError):
        await town.supervisor.restart("mongod")
    return {"V-1": await town.people.record("V-1")}


async def _until_kept(people: Loader, code: str) -> bool:
    deadline = time.monotonic() + _WITHIN
    while not _is_kept(await people.record(code)):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.5)
    return True


async def _is_told(town: Town, units: int) -> bool:
    """Whether each unit has its one event on the bus; a relay may repeat it."""
    return len(set(await told(town.site))) == units
