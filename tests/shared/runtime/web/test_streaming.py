import asyncio
from collections.abc import AsyncGenerator

import pytest
from starlette.types import Message

from shared.runtime.web.frames import Item
from shared.runtime.web.streaming import MOST_BYTES, MOST_FRAMES, Client, Rhythm, StreamResponse

RHYTHM = Rhythm(retry_milliseconds=2000, heartbeat_seconds=60, age_seconds=60)


def item(seq: int) -> Item:
    return Item(seq, "award", "x")


def fill(client: Client, count: int, size: int = 1) -> None:
    for seq in range(client.seq + 1, client.seq + 1 + count):
        client.put(item(seq), b"x" * size)


@pytest.mark.parametrize(("count", "size"), [(MOST_FRAMES, 1), (64, MOST_BYTES // 64), (1, MOST_BYTES * 3)])
async def test_what_fits_waits_and_one_more_closes_the_stream(count: int, size: int) -> None:
    client = Client(0)
    fill(client, count, size)
    assert client.reason == ""
    fill(client, 1)
    assert client.reason == "slow"


async def test_what_is_being_written_still_counts() -> None:
    client, writing = Client(0), asyncio.Event()

    async def stuck(_: bytes) -> None:
        writing.set()
        await asyncio.Event().wait()

    fill(client, MOST_FRAMES)
    flushing = asyncio.create_task(client.flush(stuck))
    await writing.wait()
    fill(client, 1)
    assert client.reason == "slow"
    flushing.cancel()


async def test_what_was_written_makes_room_and_leaves_as_one_piece() -> None:
    client, pieces = Client(0), list[bytes]()

    async def write(piece: bytes) -> None:
        pieces.append(piece)

    fill(client, MOST_FRAMES)
    await client.flush(write)
    fill(client, MOST_FRAMES)
    assert (client.reason, client.unsent) == ("", MOST_FRAMES)
    assert pieces == [b"x" * MOST_FRAMES]


async def test_an_item_seen_before_is_not_sent_again() -> None:
    client = Client(5)
    for seq in (4, 5, 6, 6):
        client.put(item(seq), b"x")
    assert (client.seq, client.unsent) == (6, 1)


class Wire:
    """A client's connection that stops reading after so many messages."""

    def __init__(self, *, reads: int) -> None:
        self.reads = reads
        self.sent: list[Message] = []
        self.stuck = asyncio.Event()

    async def send(self, message: Message) -> None:
        if len(self.sent) >= self.reads:
            self.stuck.set()
            await asyncio.Event().wait()
        self.sent.append(message)

    async def receive(self) -> Message:
        await asyncio.Event().wait()
        raise AssertionError


async def nothing() -> AsyncGenerator[bytes, None]:
    return
    yield


async def test_a_stream_stuck_in_a_write_ends_when_the_queue_is_full() -> None:
    client, wire, left = Client(0), Wire(reads=3), list[Client]()

    async def join() -> tuple[Client, AsyncGenerator[bytes, None]]:
        return client, nothing()

    response = StreamResponse(join, left.append, str, RHYTHM)
    answering = asyncio.create_task(response({"type": "http"}, wire.receive, wire.send))
    await asyncio.sleep(0)
    fill(client, 1)
    await asyncio.sleep(0)
    fill(client, 1)
    await wire.stuck.wait()
    fill(client, MOST_FRAMES)
    async with asyncio.timeout(1):
        await answering
    assert (client.reason, left) == ("slow", [client])
    assert wire.sent[-1]["more_body"] is True
