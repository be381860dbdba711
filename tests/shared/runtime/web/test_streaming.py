import asyncio
import socket
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import pytest

from shared.kernel.errors import UnavailableError
from shared.runtime.web.frames import Item
from shared.runtime.web.streaming import MOST_BYTES, MOST_FRAMES, Client, Rhythm

RHYTHM = Rhythm(retry_milliseconds=2000, heartbeat_seconds=60, age_seconds=60)


def item(seq: int) -> Item:
    return Item(seq, "award", "x")


def fill(client: Client, count: int, size: int = 1) -> None:
    for seq in range(client.seq + 1, client.seq + 1 + count):
        client.put(item(seq), b"x" * size)


async def nothing() -> AsyncGenerator[bytes, None]:
    return
    yield


async def until_unavailable() -> AsyncGenerator[bytes, None]:
    yield b"first"
    raise UnavailableError("log")


@asynccontextmanager
async def connected(client: Client) -> AsyncIterator[socket.socket]:
    """The client on a real connection that holds little; the other end reads when it is asked to."""
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    theirs.setblocking(False)
    transport, _ = await asyncio.get_running_loop().create_connection(lambda: client, sock=ours)
    try:
        yield theirs
    finally:
        transport.abort()
        theirs.close()


@pytest.fixture
def left() -> list[Client]:
    return []


@pytest.mark.parametrize(("count", "size"), [(MOST_FRAMES, 1), (64, MOST_BYTES // 64), (1, MOST_BYTES * 3)])
async def test_before_the_replay_what_fits_waits_and_one_more_closes_the_stream(
    count: int, size: int, left: list[Client]
) -> None:
    client = Client(0, RHYTHM, left.append)
    fill(client, count, size)
    assert client.reason == ""
    fill(client, 1)
    assert client.reason == "slow"


@pytest.mark.parametrize("size", [10, MOST_BYTES // 4])
async def test_a_client_that_does_not_read_is_closed_past_its_bounds(size: int, left: list[Client]) -> None:
    client = Client(0, RHYTHM, left.append)
    async with connected(client):
        await client.replay(nothing())
        fill(client, 5_000, size)
        assert client.reason == "slow"
        assert client.seq * size < 16 * MOST_BYTES
        await asyncio.sleep(0.01)
    assert left == [client]


async def test_one_that_reads_again_makes_room(left: list[Client]) -> None:
    client, loop = Client(0, RHYTHM, left.append), asyncio.get_running_loop()
    async with connected(client) as theirs:
        await client.replay(nothing())
        for _ in range(20):
            fill(client, 50, 100)
            await asyncio.sleep(0)
            await loop.sock_recv(theirs, MOST_BYTES)
        assert (client.reason, client.seq) == ("", 1000)


async def test_what_comes_during_the_replay_follows_it_in_order(left: list[Client]) -> None:
    client = Client(0, RHYTHM, left.append)

    async def first() -> AsyncGenerator[bytes, None]:
        yield b"1"
        client.put(item(3), b"3")
        yield b"2"

    async with connected(client) as theirs:
        await client.replay(first())
        client.put(item(4), b"4")
        await asyncio.sleep(0)
        told = await asyncio.get_running_loop().sock_recv(theirs, 1000)
    assert told.endswith(b"1234")


async def test_a_client_that_still_reads_what_it_missed_is_not_slow(left: list[Client]) -> None:
    client, loop = Client(0, RHYTHM, left.append), asyncio.get_running_loop()

    async def first() -> AsyncGenerator[bytes, None]:
        yield b"1" * (MOST_BYTES + MOST_BYTES // 2)

    async with connected(client) as theirs:
        replayed, told = asyncio.create_task(client.replay(first())), b""
        await asyncio.sleep(0.01)
        client.put(item(1), b"2" * MOST_BYTES)
        while not told.endswith(b"2" * MOST_BYTES):
            told += await loop.sock_recv(theirs, MOST_BYTES)
        await replayed
        client.put(item(2), b"3")
        assert (await loop.sock_recv(theirs, MOST_BYTES), client.reason) == (b"3", "")


async def test_an_item_seen_before_is_not_sent_again(left: list[Client]) -> None:
    client = Client(5, RHYTHM, left.append)
    for seq in (4, 5, 6, 6):
        client.put(item(seq), b"x")
    assert client.seq == 6


async def test_a_replay_that_breaks_cuts_the_stream(left: list[Client]) -> None:
    client = Client(0, RHYTHM, left.append)
    async with connected(client):
        await client.replay(until_unavailable())
        await asyncio.sleep(0.01)
    assert (client.reason, left) == ("unavailable", [client])


async def test_a_client_that_left_before_its_stream_began_is_forgotten(left: list[Client]) -> None:
    gone, late = Client(0, RHYTHM, left.append), Client(0, RHYTHM, left.append)
    async with connected(gone):
        transport = gone._transport
        assert transport is not None
    await asyncio.sleep(0.01)
    late.connection_made(transport)
    await late.replay(nothing())
    assert (late.reason, left) == ("gone", [gone, late])
