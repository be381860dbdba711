"""A system in Java, written from docs/integration.md alone, passes the whole kit, by its command."""

import asyncio
import json
import os
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
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

RECEIVER = Path(__file__).parents[3] / "docs" / "examples" / "receiver" / "Receiver.java"


class Now(SetClock):
    """Java's clock is the machine's."""

    def __call__(self) -> datetime:
        return now_utc()


@asynccontextmanager
async def java(settings: Mapping[str, str]) -> AsyncIterator[str]:
    """The receiver in a process of its own; its address."""
    made = await asyncio.create_subprocess_exec(
        *(find_java(), "-XX:TieredStopAtLevel=1", str(RECEIVER), "0"),
        stdout=subprocess.PIPE,
        env={**os.environ, **settings},  # noqa: TID251 - another program reads its settings there
    )
    assert made.stdout is not None
    try:
        async with asyncio.timeout(60):
            yield (await made.stdout.readline()).decode().split()[-1]
    finally:
        made.kill()
        await made.wait()


async def test_a_receiver_in_java_passes_the_whole_kit(
    store: MongoStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock, port = Now(), free_port()
    system = System("HT-HP", clock)
    key = tmp_path / "client.jwk"
    key.write_text(json.dumps(system.key.as_dict(private=True)), encoding="utf-8")
    async with gate(store, clock, per_minute=600) as house:
        await house.record(system.client("THADS-HP"))
        await filled(house)
        url = str(house.http.base_url)
        settings = {
            "KIPTHOI_KEYS": f"http://127.0.0.1:{port}{KEYS_PATH}",
            "KIPTHOI_SECRET": SECRET,
            "KIPTHOI_ORIGIN": ORIGIN,
            "KIPTHOI_GATEWAY": url,
            "KIPTHOI_AUDIENCE": AUDIENCE,
            "KIPTHOI_CLIENT": system.ref,
            "KIPTHOI_KEY": str(key),
        }
        async with java(settings) as receiver:
            kit = ["check", "--receiver", receiver, "--publish-at", f"127.0.0.1:{port}"]
            access = ["--gateway", url, "--client", system.ref, "--key", str(key), "--audience", AUDIENCE]
            code = await asyncio.to_thread(run, [*kit, *access])
    told = capsys.readouterr().out
    assert code == 0, told
    assert "28 of 28 lines passed" in told
