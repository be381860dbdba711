"""A system in Java, written from docs/integration.md alone, and the reference receiver pass the whole kit."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from deploy.standalone.java import find_java
from services.notifications.kit.caller import KEYS_PATH
from services.notifications.kit.command import SECRET, run
from services.notifications.kit.letters import ORIGIN
from shared.kernel.clock import now_utc
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import AUDIENCE, System, gate
from tests.notifications.gateway.test_kit import filled
from tests.notifications.kit.receivers import free_port

ROOT = Path(__file__).parents[3]
RECEIVER = ROOT / "docs" / "examples" / "receiver" / "Receiver.java"


class Now(SetClock):
    """Java's clock is the machine's."""

    def __call__(self) -> datetime:
        return now_utc()


@dataclass
class Told:
    """What a receiver has to know: where the kit publishes its keys, and how to pull as a client."""

    keys: str
    gateway: str
    client: str
    key: str

    def in_java(self) -> tuple[Sequence[str], Mapping[str, str]]:
        modules = subprocess.run((find_java(), "--list-modules"), capture_output=True, text=True, check=True).stdout
        if "jdk.compiler" not in modules:
            pytest.skip("the Java of this machine runs Kafka and compiles nothing; a JDK does both")
        settings = {
            "KIPTHOI_KEYS": self.keys,
            "KIPTHOI_SECRET": SECRET,
            "KIPTHOI_ORIGIN": ORIGIN,
            "KIPTHOI_GATEWAY": self.gateway,
            "KIPTHOI_AUDIENCE": AUDIENCE,
            "KIPTHOI_CLIENT": self.client,
            "KIPTHOI_KEY": self.key,
        }
        return (find_java(), "-XX:TieredStopAtLevel=1", str(RECEIVER), "0"), settings

    def of_reference(self) -> tuple[Sequence[str], Mapping[str, str]]:
        command = (sys.executable, "-m", "services.notifications", "kit", "receive", "--at", "127.0.0.1:0")
        access = ("--gateway", self.gateway, "--client", self.client, "--key", self.key, "--audience", AUDIENCE)
        return (*command, "--keys", self.keys, *access), {}


@asynccontextmanager
async def receiving(command: Sequence[str], settings: Mapping[str, str]) -> AsyncIterator[str]:
    """A receiver in a process of its own; its address."""
    made = await asyncio.create_subprocess_exec(
        *command,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, **settings},  # noqa: TID251 - another program reads its settings there
    )
    assert made.stdout is not None
    try:
        async with asyncio.timeout(60):
            yield (await made.stdout.readline()).decode().split()[-1]
    finally:
        made.kill()
        await made.wait()


@pytest.mark.parametrize("program", [Told.in_java, Told.of_reference])
async def test_a_receiver_passes_the_whole_kit(
    program: Callable[[Told], tuple[Sequence[str], Mapping[str, str]]],
    store: MongoStore,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock, port = Now(), free_port()
    system = System("HT-HP", clock)
    key = tmp_path / "client.jwk"
    key.write_text(json.dumps(system.key.as_dict(private=True)), encoding="utf-8")
    async with gate(store, clock, per_minute=600) as house:
        await house.record(system.client("THADS-HP"))
        await filled(house)
        url = str(house.http.base_url)
        kit = f"http://127.0.0.1:{port}"
        told = Told(f"{kit}{KEYS_PATH}", kit, system.ref, str(key))
        async with receiving(*program(told)) as receiver:
            played = ["check", "--receiver", receiver, "--publish-at", f"127.0.0.1:{port}"]
            access = ["--gateway", url, "--client", system.ref, "--key", str(key), "--audience", AUDIENCE]
            code = await asyncio.to_thread(run, [*played, *access])
    said = capsys.readouterr().out
    assert code == 0, said
    assert "31 of 31 lines passed" in said
