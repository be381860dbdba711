"""Endpoints that ask for more than a signature: real TLS, real tokens, on this machine."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from ssl import SSLContext, SSLError
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from services.notifications.adapters.webhook import callers, calling
from services.notifications.adapters.webhook.callers import Callers
from services.notifications.adapters.webhook.reaching import Reach
from services.notifications.adapters.webhook.tls import PemPapers
from services.notifications.domain.access import Access, AccessUnusableError, Certificates, TokenGrant
from services.notifications.domain.address import Opened, network
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.outcome import Ended, Outcome, Phase
from shared.kernel.clock import now_utc
from tests.notifications.authority import Authority, Made, made
from tests.notifications.clients import KEYS
from tests.notifications.endpoints import endpoint_at

AUTHORITY = Authority()
HOUSE = made("kipthoi.example", AUTHORITY.root)
PAPERS = PemPapers()
UNKNOWN = "tls: unknown authority"


@dataclass
class System:
    """A client's system that gives tokens and wants one; `tokens` are what it answers, `takes` what it lets in."""

    runner: web.AppRunner
    port: int = 0
    takes: set[str] = field(default_factory=lambda: {"t1", "t2"})
    tokens: Callable[[int], Any] = lambda n: {"access_token": f"t{n}", "token_type": "Bearer", "expires_in": 3600}
    is_slow: asyncio.Event | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    arrived: list[tuple[str, bytes]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"https://localhost:{self.port}{path}"

    async def is_left(self) -> bool:
        """Whether no connection leads here any more, soon."""
        for _ in range(100):
            if not (self.runner.server and self.runner.server.connections):
                return True
            await asyncio.sleep(0.01)
        return False

    async def token(self, request: web.Request) -> web.Response:
        form = await request.text()
        self.asked.append((request.headers["authorization"], form))
        if self.is_slow is not None:
            self.is_slow.set()
            await asyncio.sleep(0.01)
        told = self.tokens(len(self.asked))
        return web.Response(status=told) if isinstance(told, int) else web.json_response(told)

    async def take(self, request: web.Request) -> web.Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.arrived.append((token, await request.read()))
        return web.Response(status=204 if token in self.takes else 401)


@dataclass
class Outside:
    """What calls, and what listens. Systems are opened to it one after the other."""

    stack: AsyncExitStack
    folder: Path
    callers: Callers = field(default_factory=lambda: Callers([], agent="kipthoi-test"))
    reach: Reach = field(init=False)

    def __post_init__(self) -> None:
        self.reach = Reach(self.callers, KEYS.open)

    async def listening(self, tls: SSLContext) -> System:
        app = web.Application()
        runner = web.AppRunner(app)
        system = System(runner)
        app.router.add_post("/token", system.token)
        app.router.add_post("/", system.take)
        await runner.setup()
        self.stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        system.port = runner.addresses[0][1]
        inside = [Opened("*", "localhost", network(one), system.port) for one in ("127.0.0.0/8", "::1/128")]
        self.callers._opened = [*self.callers._opened, *inside]
        return system

    async def call(self, endpoint: Endpoint) -> Ended:
        return (await self.reach.ask(endpoint, "POST", {"webhook-id": "1"}, b"{}")).ended


@pytest_asyncio.fixture
async def outside(tmp_path: Path) -> AsyncIterator[Outside]:
    async with AsyncExitStack() as stack:
        found = Outside(stack, tmp_path)
        yield found
        await found.callers.stop()


def pinned(root: Made = AUTHORITY.root) -> Certificates:
    return PAPERS.authorities(root.pem, now_utc())


def shown(one: Made) -> Access:
    return Access(pinned(), PAPERS.identity(one.pem, one.key_pem, now_utc()), KEYS.seal(one.key_pem))


def granted(system: System, **grant: Any) -> Endpoint:
    told = {"url": system.url("/token"), "client_id": "kip thời", "secret_sealed": KEYS.seal("bí+mật"), "scope": "a b"}
    access = Access(pinned(), grant=TokenGrant(**{**told, **grant}))
    return endpoint_at(system.url("/"), id=uuid4(), access=access)


async def test_a_private_authority_is_believed_where_it_is_pinned_and_nowhere_else(outside: Outside) -> None:
    system = await outside.listening(AUTHORITY.server(outside.folder))
    system.takes = {""}
    stranger = made("Chứng thực khác", is_ca=True)
    ours = endpoint_at(system.url("/"), access=Access(pinned()))
    for access, ended in ((None, UNKNOWN), (Access(pinned(stranger)), UNKNOWN), (Access(pinned()), "")):
        assert (await outside.call(replace(ours, access=access))).reason == ended
    between = made("Chứng thực trung gian", AUTHORITY.root, is_ca=True)
    below = await outside.listening(Authority(between).server(outside.folder))
    below.takes = {""}
    assert (await outside.call(endpoint_at(below.url("/"), 2, access=Access(pinned(between))))).status == 204
    assert (await outside.call(replace(ours, access=Access(pinned(stranger))))).reason == UNKNOWN, (
        "also after the change"
    )
    assert await system.is_left()
    assert not await below.is_left()


async def test_our_certificate_is_shown_where_it_is_wanted_to_nobody_else(outside: Outside) -> None:
    system = await outside.listening(AUTHORITY.server(outside.folder, knows=AUTHORITY.root))
    system.takes = {""}
    endpoint = endpoint_at(system.url("/"), access=shown(HOUSE))
    assert (await outside.call(endpoint)).status == 204
    foreign = shown(made("kipthoi.example"))
    for access in (Access(pinned()), foreign):
        ended = await outside.call(replace(endpoint, access=access))
        assert (ended.outcome, ended.status) == (Outcome.RETRY, 0)
    assert len(system.arrived) == 1


def refuse(listening: socket.socket, tls: SSLContext) -> None:
    """Take one connection, say what is wrong with whoever connects, and read on: who closes at once says nothing."""
    with tls.wrap_socket(listening.accept()[0], server_side=True, do_handshake_on_connect=False) as one:
        with suppress(SSLError):
            one.do_handshake()
        one.shutdown(socket.SHUT_WR)
        while one.recv(4096):
            pass


async def test_whoever_refuses_our_certificate_is_heard_though_tls_1_3_says_it_after_the_handshake(
    outside: Outside,
) -> None:
    tls = AUTHORITY.server(outside.folder, knows=AUTHORITY.root)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        outside.callers._opened = [Opened("*", "localhost", network("127.0.0.0/8"), port)]
        endpoint = endpoint_at(f"https://localhost:{port}/")
        foreign = shown(made("kipthoi.example"))
        for access, why in ((Access(pinned()), "no certificate of ours shown"), (foreign, "our certificate refused")):
            refused = asyncio.create_task(asyncio.to_thread(refuse, listening, tls))
            ended = await outside.call(replace(endpoint, access=access))
            await refused
            assert (ended.outcome, ended.reason) == (Outcome.RETRY, f"tls: {why}")
            assert ended.seen
            assert ended.seen.phase is Phase.TLS


async def test_a_token_is_asked_for_once_and_goes_with_each_call(outside: Outside) -> None:
    system = await outside.listening(AUTHORITY.server(outside.folder))
    endpoint = granted(system)
    ends = await asyncio.gather(*(outside.call(endpoint) for _ in range(3)))
    assert [ended.status for ended in ends] == [204] * 3
    [(proof, form)] = system.asked
    assert base64.b64decode(proof.removeprefix("Basic ")) == b"kip+th%E1%BB%9Di:b%C3%AD%2Bm%E1%BA%ADt"
    assert form == "grant_type=client_credentials&scope=a+b"
    assert {token for token, _ in system.arrived} == {"t1"}


async def test_a_token_that_is_not_taken_any_more_is_followed_by_one_other(outside: Outside) -> None:
    system = await outside.listening(AUTHORITY.server(outside.folder))
    endpoint = granted(system)
    system.takes = {"t2"}
    assert (await outside.call(endpoint)).status == 204
    assert [token for token, _ in system.arrived] == ["t1", "t2"]
    system.takes = set()
    assert (await outside.call(endpoint)).status == 401
    assert [token for token, _ in system.arrived][2:] == ["t2", "t3"], "once, and no more"


async def test_a_token_at_its_end_and_another_grant_are_asked_for_anew(outside: Outside) -> None:
    system = await outside.listening(AUTHORITY.server(outside.folder))
    system.takes = {"t1", "t2", "t3"}
    system.tokens = lambda n: {"access_token": f"t{n}", "token_type": "bearer", "expires_in": 0 if n == 1 else 60}
    endpoint = granted(system)
    for one in (endpoint, endpoint, replace(granted(system, scope="c"), id=endpoint.id)):
        assert (await outside.call(one)).status == 204
    assert [token for token, _ in system.arrived] == ["t1", "t2", "t3"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (500, "token: not given"),
        (410, "token: not given"),
        ([], "token: unreadable"),
        ({"access_token": "t1"}, "token: unreadable"),
        ({"access_token": "t1\r\nx: y", "token_type": "bearer"}, "token: unreadable"),
        ({"access_token": "t1", "token_type": "mac"}, "token: unreadable"),
        ({"access_token": "t1", "token_type": "bearer", "expires_in": "soon"}, "token: unreadable"),
    ],
)
async def test_without_a_token_nothing_is_sent_and_the_way_there_stays(
    outside: Outside, told: Any, reason: str
) -> None:
    system = await outside.listening(AUTHORITY.server(outside.folder))
    system.tokens = lambda _: told
    ended = await outside.call(granted(system))
    assert (ended.outcome, ended.status, ended.reason) == (Outcome.RETRY, 0, reason)
    assert ended.seen is None or ended.seen.snippet == ""
    assert system.arrived == []


async def test_no_token_is_asked_for_inside(outside: Outside) -> None:
    system = await outside.listening(AUTHORITY.server(outside.folder))
    ended = await outside.call(granted(system, url="https://localhost:8443/token"))
    assert ended.outcome is Outcome.BLOCKED
    assert (system.asked, system.arrived) == ([], [])


def numbers_of(bits: int) -> rsa.RSAPrivateKey:
    """What looks like a key of so many bits, and whose numbers are no primes."""
    p, q = 2 ** (bits - bits // 2) - 1, 2 ** (bits // 2) - 1
    public = rsa.RSAPublicNumbers(65537, p * q)
    return rsa.RSAPrivateNumbers(p, q, 3, 3, 3, 3, public).private_key(unsafe_skip_rsa_key_validation=True)


def test_nobody_waits_while_the_numbers_of_a_key_are_judged() -> None:
    sent = made("kipthoi.example", AUTHORITY.root, key=numbers_of(4096))
    assert PAPERS.identity(sent.pem, sent.key_pem, now_utc()).pem == sent.pem


async def test_a_certificate_and_a_token_that_are_not_needed_any_more_are_left(outside: Outside) -> None:
    system = await outside.listening(AUTHORITY.server(outside.folder))
    system.takes = {"t1", ""}
    endpoint = granted(system)
    assert endpoint.access
    endpoint = replace(endpoint, access=replace(shown(HOUSE), grant=endpoint.access.grant))
    assert (await outside.call(endpoint)).status == 204
    await outside.call(replace(endpoint, access=None))
    assert await system.is_left()
    assert outside.reach._contexts == {}
    assert outside.reach._tokens._held == {}


async def test_what_nobody_calls_any_more_is_closed_by_the_clock(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "_SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(calling, "_IDLE_SECONDS", 0.0)
    system = await outside.listening(AUTHORITY.server(outside.folder))
    await outside.callers.start()
    await outside.call(endpoint_at(system.url("/"), access=Access(pinned())))
    assert await system.is_left()


async def test_who_waited_for_a_token_while_the_access_changed_is_told_to_come_again(outside: Outside) -> None:
    system = await outside.listening(AUTHORITY.server(outside.folder))
    endpoint = granted(system)
    system.is_slow = asyncio.Event()
    waiting = asyncio.create_task(outside.call(endpoint))
    await system.is_slow.wait()
    outside.reach.forget(endpoint.id)
    ended = await waiting
    assert (ended.outcome, ended.reason, system.arrived) == (Outcome.RETRY, "connect", [])
    assert len(outside.callers._pools) == 0, "nobody goes back to what was left"


def test_what_no_handshake_would_take_is_said_at_once() -> None:
    now, root, other = now_utc(), AUTHORITY.root, made("kipthoi.example", AUTHORITY.root)
    old = made("kipthoi.example", root, until=now - timedelta(hours=1))
    weak = made("kipthoi.example", root, key=rsa.generate_private_key(65537, 1024))  # noqa: S505 - refused for that
    long = made("kipthoi.example", root, key=numbers_of(4097))
    locked = HOUSE.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()
    for why, pem, key in (
        ("no certificate", "no PEM", HOUSE.key_pem),
        ("certificate not in force", old.pem, old.key_pem),
        ("too many certificates", HOUSE.pem * 6, HOUSE.key_pem),
        ("no open key", HOUSE.pem, "no PEM"),
        ("no open key", HOUSE.pem, locked),
        ("key of another certificate", HOUSE.pem, other.key_pem),
        ("too weak for TLS", weak.pem, weak.key_pem),
        ("RSA key too long", long.pem, long.key_pem),
        ("RSA key too long", HOUSE.pem, long.key_pem),
    ):
        with pytest.raises(AccessUnusableError) as caught:
            PAPERS.identity(pem, key, now)
        assert caught.value.params == {"why": why}
    for why, pem in (("no authority", ""), ("authority may not sign", HOUSE.pem), ("RSA key too long", long.pem)):
        with pytest.raises(AccessUnusableError) as caught:
            PAPERS.authorities(pem, now)
        assert caught.value.params == {"why": why}
    kept = PAPERS.identity(f"# ghi chú\n{HOUSE.pem}{root.pem}", HOUSE.key_pem, now)
    assert (kept.name, kept.pem) == ("CN=kipthoi.example", HOUSE.pem + root.pem)
    assert kept.until == min(HOUSE.certificate.not_valid_after_utc, root.certificate.not_valid_after_utc)
