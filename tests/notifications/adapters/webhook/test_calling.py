"""Calls over real sockets: what is answered well, badly, twice or not at all."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from services.notifications.adapters.webhook.calling import Caller
from services.notifications.adapters.webhook.tls import tls_context
from services.notifications.domain.address import network
from services.notifications.domain.outcome import Ended, Outcome, Phase

HERE = [network("127.0.0.0/8"), network("::1/128")]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
LONG = b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 17_000


class Server:
    """Answers the n-th call of a connection with the n-th text; None ends the connection instead. It may greet."""

    def __init__(self, *texts: bytes | None, greets: bytes = b"") -> None:
        self.texts, self.greets, self.connections, self.heads = texts, greets, 0, list[bytes]()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        writer.write(self.greets)
        for text in self.texts:
            try:
                self.heads.append(await reader.readuntil(b"\r\n\r\n"))
                await reader.readexactly(2)
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            if text is None:
                break
            writer.write(text)
        writer.close()


@asynccontextmanager
async def calling(server: Server) -> AsyncIterator[tuple[Caller, str]]:
    caller = Caller(HERE, agent="kipthoi-test", context=tls_context())
    listening = await asyncio.start_server(server, "127.0.0.1", 0)
    try:
        yield caller, f"http://localhost:{listening.sockets[0].getsockname()[1]}/a?b=%C3%A9"
    finally:
        await caller.close()
        listening.close()


async def ends(server: Server, calls: int) -> Sequence[Ended]:
    async with calling(server) as (caller, url):
        told = []
        for _ in range(calls):
            told.append(await caller.post(url, {"x-one": "1"}, b"{}"))
            await asyncio.sleep(0.01)
        return told


async def test_calls_share_a_connection_while_answers_are_whole_and_say_what_was_meant() -> None:
    early = b"HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n"
    chunked = b"HTTP/1.1 503 X\r\nTransfer-Encoding: chunked\r\nRetry-After: 7\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    server = Server(early + OK, b"HTTP/1.1 204 No\r\n\r\n", chunked, OK)
    found = await ends(server, 4)
    assert [(each.status, each.outcome) for each in found] == [
        *((200, Outcome.OK), (204, Outcome.OK), (503, Outcome.THROTTLE), (200, Outcome.OK))
    ]
    assert (found[2].retry_after_seconds, found[2].seen and found[2].seen.snippet) == (7.0, "abc")
    assert server.connections == 1
    assert server.heads[0].startswith(b"POST /a?b=%C3%A9 HTTP/1.1\r\nHost: localhost:")
    assert b"x-one: 1\r\nContent-Length: 2\r\n" in server.heads[0]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param(OK + OK, 200, id="a second answer that nobody asked for"),
        pytest.param(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", 200, id="the last one"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\nuntil the end", 200, id="no length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n" + b"x" * 20_000, 200, id="a long body"),
        pytest.param(b"HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", 101, id="another protocol"),
        pytest.param(LONG + b"\r\nContent-Length: 0\r\n\r\n", 0, id="a long head"),
        pytest.param(LONG, 0, id="a long head without end"),
        pytest.param(b"SSH-2.0-OpenSSH_9\r\n", 0, id="no HTTP"),
        pytest.param(None, 0, id="nothing"),
    ],
)
async def test_whatever_else_is_answered_serves_no_second_call(text: bytes | None, status: int) -> None:
    server = Server(text)
    found = await ends(server, 2)
    assert [each.status for each in found] == [status] * 2
    assert server.connections == 2
    if not status:
        assert {(each.outcome, each.reason) for each in found} == {(Outcome.RETRY, "connection")}


@pytest.mark.parametrize(
    ("url", "phase"),
    [
        ("https://nowhere.invalid/", Phase.DNS),
        ("http://localhost:1/", Phase.CONNECT),
        ("https://localhost:{port}/", Phase.TLS),
    ],
)
async def test_a_call_that_does_not_get_through_tells_how_far_it_came(url: str, phase: Phase) -> None:
    async with calling(Server(greets=OK)) as (caller, here):
        ended = await caller.post(url.format(port=here.split(":")[2].split("/")[0]), {}, b"{}")
    assert (ended.outcome, ended.reason, ended.seen and ended.seen.phase) == (Outcome.RETRY, phase.value, phase)


async def test_a_header_of_two_lines_is_never_sent() -> None:
    server = Server(OK)
    async with calling(server) as (caller, url):
        assert (await caller.post(url, {"x": "1\r\nHost: other"}, b"{}")).outcome is Outcome.RETRY
    assert not server.connections
