import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from services.nominations.app import build
from services.nominations.settings import Settings
from shared.runtime.command import run
from shared.runtime.law.loading import SHIPPED

ROOT = Path(__file__).parents[3]


def environment(mongodb_url: str, namespace: str, kafka_bootstrap: str = "127.0.0.1:1") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMPLE_")}  # noqa: TID251
    return {
        **kept,
        "SAMPLE_MONGODB_URL": mongodb_url,
        "SAMPLE_KAFKA_BOOTSTRAP": kafka_bootstrap,
        "SAMPLE_NAMESPACE": namespace,
        "SAMPLE_ISSUER": "http://127.0.0.1:8709",
        "SAMPLE_JWKS_URL": "http://127.0.0.1:8709/jwks.json",
        "PYTHONPATH": str(ROOT),
    }


async def begin(verb: str, given: dict[str, str]) -> asyncio.subprocess.Process:
    arguments = ("-m", "tests.shared.runtime.sample", *verb.split())
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, env=given, stdout=pipe, stderr=pipe)


async def ended(verb: str, given: dict[str, str]) -> tuple[int, str, str]:
    child = await begin(verb, given)
    async with asyncio.timeout(30):
        out, err = await child.communicate()
    assert child.returncode is not None
    return child.returncode, out.decode(), err.decode()


@asynccontextmanager
async def served(
    given: dict[str, str], verb: str = "serve"
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int, int]]:
    """The process and its two ports."""
    child = await begin(verb, given)
    assert child.stdout is not None
    try:
        async with asyncio.timeout(30):
            while not (ports := re.search(rb'"port": (\d+), "operations_port": (\d+)', await child.stdout.readline())):
                assert child.returncode is None
        yield child, int(ports[1]), int(ports[2])
    finally:
        if child.returncode is None:
            child.kill()
        await child.communicate()


async def answered(client: httpx.AsyncClient, address: str, status: int) -> httpx.Response:
    async with asyncio.timeout(20):
        while (reply := await client.get(address)).status_code != status:  # noqa: ASYNC110 - another process has no event
            await asyncio.sleep(0.05)
    return reply


async def stopped(child: asyncio.subprocess.Process, within_seconds: float) -> int:
    child.send_signal(signal.SIGTERM)
    async with asyncio.timeout(within_seconds):
        return await child.wait()


async def test_a_life_from_migrate_to_sigterm(
    mongodb_url: str, kafka_bootstrap: str, namespace: str, topics: object
) -> None:
    await topics("awards.v1")  # type: ignore[operator]
    given = environment(mongodb_url, namespace, kafka_bootstrap)
    code, out, _ = await ended("check", given)
    assert code == 1
    assert "MongoDB: IndexesDifferError" in out
    assert "Kafka: answers" in out
    assert (await ended("migrate", given))[0] == 0
    assert (await ended("check", given))[0] == 0
    assert await ended("parked list", given) == (0, "nothing is set aside\n", "")
    await life(given, "serve")


async def test_a_serve_that_may_migrate_needs_nothing_before(
    mongodb_url: str, kafka_bootstrap: str, namespace: str, topics: object
) -> None:
    await topics("awards.v1")  # type: ignore[operator]
    given = environment(mongodb_url, namespace, kafka_bootstrap)
    await life(given, "serve --migrate")
    assert (await ended("check", given))[0] == 0


async def life(given: dict[str, str], verb: str) -> None:
    """From the start over everything that is served to the stop."""
    async with served(given, verb) as (child, port, back_port), httpx.AsyncClient() as client:
        await answered(client, f"http://127.0.0.1:{back_port}/readyz", 200)
        assert (await client.get(f"http://127.0.0.1:{back_port}/livez")).status_code == 200
        assert (await client.get(f"http://127.0.0.1:{port}/hello")).json() == "xin chào"
        metrics = (await client.get(f"http://127.0.0.1:{back_port}/metrics")).text
        assert 'kipthoi_http_requests_total{route="/hello",status="200"} 1.0' in metrics
        assert 'kipthoi_build_info{service="sample",version="checkout"} 1.0' in metrics
        assert (await client.get(f"http://127.0.0.1:{port}/metrics")).status_code == 404
        assert await stopped(child, 20) == 0


@pytest.mark.parametrize("verb", ["serve", "serve --migrate"])
async def test_without_database_and_broker_it_serves_refusals_and_stops_promptly(verb: str) -> None:
    async with served(environment("mongodb://127.0.0.1:1/", "t0"), verb) as (child, port, back_port):
        async with httpx.AsyncClient() as client:
            reply = await client.get(f"http://127.0.0.1:{port}/hello")
            assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
            assert (await client.get(f"http://127.0.0.1:{back_port}/livez")).status_code == 200
            assert (await client.get(f"http://127.0.0.1:{back_port}/readyz")).status_code == 503
        assert await stopped(child, 20) == 0


async def test_a_port_in_use_is_named(mongodb_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = await ended("serve", {**environment(mongodb_url, "t0"), "SAMPLE_PORT": str(port)})
    assert (code, err) == (1, f"cannot listen on 127.0.0.1:{port}: Address already in use\n")


async def test_wrong_settings_are_all_named_and_nothing_starts() -> None:
    given = {**environment("mongodb://127.0.0.1:1/", "t0"), "SAMPLE_PORT": "high", "SAMPLE_TYPO": "1"}
    del given["SAMPLE_KAFKA_BOOTSTRAP"]
    code, out, err = await ended("serve", given)
    assert (code, out) == (2, "")
    assert [line for line in ("SAMPLE_PORT", "SAMPLE_TYPO", "SAMPLE_KAFKA_BOOTSTRAP: missing") if line not in err] == []


@pytest.mark.parametrize("verb", ["", "parked drop"])
async def test_an_unknown_verb_shows_the_known_ones(verb: str) -> None:
    code, _, err = await ended(verb, environment("mongodb://127.0.0.1:1/", "t0"))
    assert code == 2
    assert "usage" in err


def test_a_service_whose_law_is_faulty_tells_the_lines_and_does_not_start(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(SHIPPED, tmp_path / "data"))
    (data / "calendars" / "VN-2026.yaml").write_text("id: VN-2026\n", encoding="utf-8")
    for name, value in environment("mongodb://127.0.0.1:1", "t").items():
        monkeypatch.setenv(name.replace("SAMPLE_", "NOMINATIONS_"), value)
    monkeypatch.setenv("NOMINATIONS_DATA_DIR", str(data))
    monkeypatch.setenv("NOMINATIONS_BLOBS_DIR", str(tmp_path))
    assert run(Settings, build, ["check"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert f"{data}/calendars/VN-2026.yaml:1: family: thiếu trường này / Field required" in told
