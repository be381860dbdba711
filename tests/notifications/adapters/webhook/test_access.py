"""Endpoints that ask for more than a signature: real TLS, real tokens, on this machine."""

import asyncio
import base64
import socket
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from ssl import DER_cert_to_PEM_cert, SSLContext, SSLError
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from services.notifications.adapters.webhook import callers, calling
from services.notifications.domain.access import Access, AccessUnusableError
from services.notifications.domain.address import Opened, network
from services.notifications.domain.outcome import Outcome, Phase
from shared.kernel.clock import now_utc
from tests.notifications.adapters.webhook.outside import (
    AUTHORITY,
    HOUSE,
    PAPERS,
    UNKNOWN,
    Outside,
    granted,
    pinned,
    shown,
)
from tests.notifications.authority import Authority, made, of_no_version
from tests.notifications.endpoints import endpoint_at


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
        ("no certificate", DER_cert_to_PEM_cert(of_no_version(HOUSE)), HOUSE.key_pem),
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
    assert kept.since == HOUSE.certificate.not_valid_before_utc
    assert kept.until == min(HOUSE.certificate.not_valid_after_utc, root.certificate.not_valid_after_utc)
