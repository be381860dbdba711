import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from services.notifications.adapters.webhook.guarding import GuardedResolver
from services.notifications.adapters.webhook.resolving import SystemResolver

ASK = socket.getaddrinfo


class NameServer:
    """Says nothing of names that begin with `mute` before it is told to."""

    def __init__(self) -> None:
        self.speaks = threading.Event()
        self.asked: Counter[str] = Counter()

    def __call__(self, host: str, *how: Any) -> Any:
        self.asked[host] += 1
        if host.startswith("mute"):
            self.speaks.wait(10)
            raise socket.gaierror
        return ASK("127.0.0.1", *how)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    made = NameServer()
    monkeypatch.setattr(socket, "getaddrinfo", made)
    yield made
    made.speaks.set()


async def test_mute_name_servers_keep_no_other_work_waiting_and_one_lookup_serves_all_who_ask(
    server: NameServer,
) -> None:
    resolver = SystemResolver()
    asking = [asyncio.create_task(resolver.resolve(f"mute{n % 20}.example", 443)) for n in range(60)]
    await asyncio.sleep(0)
    (found,) = await resolver.resolve("well.example", 443)
    assert (found["host"], found["port"], found["hostname"]) == ("127.0.0.1", 443, "well.example")
    assert await asyncio.to_thread(lambda: True)
    for task in asking[:20]:
        task.cancel()
    server.speaks.set()
    ends = await asyncio.gather(*asking, return_exceptions=True)
    assert Counter(type(end) for end in ends) == {asyncio.CancelledError: 20, socket.gaierror: 40}
    assert set(server.asked.values()) == {1}
    with pytest.raises(socket.gaierror):
        await resolver.resolve("mute1.example", 443)
    assert server.asked["mute1.example"] == 2
    await resolver.close()


async def test_what_the_guard_asks_by_itself_takes_no_threads_of_others(server: NameServer) -> None:
    guard = GuardedResolver([])
    asking = [asyncio.create_task(guard.resolve(f"mute{n}.example", 443)) for n in range(30)]
    await asyncio.sleep(0)
    async with asyncio.timeout(2):
        assert await asyncio.to_thread(lambda: True)
    server.speaks.set()
    await asyncio.gather(*asking, return_exceptions=True)
    await guard.close()
