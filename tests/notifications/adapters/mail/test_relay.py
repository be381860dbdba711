import asyncio
import re
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.adapters.mail.composing import composed
from services.notifications.adapters.mail.relay import CUT, MOST_CONNECTIONS, MOST_LETTERS, Relay, RelayAddress
from services.notifications.domain.around import Around
from services.notifications.domain.language import Language
from services.notifications.domain.letter import Letter, letter
from services.notifications.domain.outcome import Outcome
from tests.notifications.smtp import Server, certified, serving

SENDER, TO = "kip-thoi@kipthoi.example", "an.nguyen@haiphong.example"
AT = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
ID = UUID("8b6f1a60-0d6b-5d3f-9d0e-2f3f7f2f4a11")
SENTENCE = "Chúc mừng Nguyễn Thị Ánh: Giấy khen, quyết định 123/QĐ-THADS, 3 ngày sau việc làm; đúng hẹn, được dân tin."
AROUND = Around(SENTENCE, "Xem chi tiết", "Hỏi: cán bộ thi đua.", "Bạn nhận tin này vì tin nói về việc của bạn.")


@asynccontextmanager
async def relaying(server: Server) -> AsyncIterator[Callable[[], Any]]:
    async with serving(server) as address:
        relay = Relay(address)
        yield lambda: relay.hand_over(
            written(letter(SENTENCE, AROUND, "https://x/", Language.VI)), sender=SENDER, to=TO
        )
        await relay.close()


def written(what: Letter) -> bytes:
    return composed(what, sender=SENDER, to=TO, letter_id=ID, at=AT)


async def test_a_letter_arrives_with_every_vietnamese_byte_in_subject_text_and_html() -> None:
    server = Server()
    async with relaying(server) as send:
        fate = await send()
    assert (fate.ended.outcome, fate.ended.status) == (Outcome.OK, 250)
    (arrived,) = server.read()
    assert arrived["Subject"].encode() == SENTENCE.encode()
    assert arrived["Message-ID"] == f"<{ID}@kipthoi.example>"
    text, html = arrived.iter_parts()
    sent = letter(SENTENCE, AROUND, "https://x/", Language.VI)
    assert text.get_payload(decode=True) == sent.text.encode()
    assert html.get_payload(decode=True) == sent.html.encode()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert server.letters[0].isascii()


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=300))
def test_any_sentence_is_read_as_it_was_written(sentence: str) -> None:
    sent = letter(
        sentence,
        replace(AROUND, subject=sentence),
        "https://x/",
        Language.VI,
        stop_url="https://x/stop?token=" + "a" * 120,
    )
    raw = written(sent)
    arrived = message_from_bytes(raw, policy=policy.default)
    assert arrived["Subject"] == sent.subject
    assert arrived["List-Unsubscribe"] == f"<{sent.stop_url}>"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    parts = [part.get_payload(decode=True) for part in arrived.walk() if not part.is_multipart()]
    assert parts == [sent.text.encode(), sent.html.encode()]
    assert raw == written(sent)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    ("rcpt", "data", "outcome", "is_dead"),
    [
        ("450 4.2.1 later", "250 OK", Outcome.RETRY, False),
        ("250 OK", "451 4.3.0 later", Outcome.RETRY, False),
        ("550 5.1.1 nobody", "250 OK", Outcome.REFUSED, True),
        ("550 5.2.1 disabled", "250 OK", Outcome.REFUSED, True),
        ("550 nobody", "250 OK", Outcome.REFUSED, True),
        ("554 5.7.1 relay denied", "250 OK", Outcome.RETRY, False),
        ("552 5.2.2 full", "250 OK", Outcome.RETRY, False),
        ("550 5.1.8 your domain is unknown", "250 OK", Outcome.RETRY, False),
        ("554 go away", "250 OK", Outcome.RETRY, False),
        ("250 OK", "550 looks like spam", Outcome.REFUSED, False),
        ("250 OK", "554 5.7.1 spam", Outcome.REFUSED, False),
        ("250 OK", "550 5.1.1 nobody", Outcome.REFUSED, True),
    ],
)
async def test_what_the_relay_answers_says_what_follows(rcpt: str, data: str, outcome: Outcome, is_dead: bool) -> None:
    server = Server(rcpt, data)
    async with relaying(server) as send:
        fate = await send()
        server.rcpt = server.data = "250 OK"
        again = await send()
    assert (fate.ended.outcome, fate.is_address_dead) == (outcome, is_dead)
    assert re.fullmatch(r"answered \d{3}( \d\.\d\.\d)?", fate.ended.reason), "no words: they quote the address"
    assert again.ended.outcome is Outcome.OK


async def test_a_line_that_is_cut_after_the_body_is_told_and_the_next_letter_takes_another() -> None:
    server = Server(cuts=1)
    async with relaying(server) as send:
        cut = await send()
        again = await send()
    assert (cut.ended.outcome, cut.ended.reason, again.ended.outcome) == (Outcome.RETRY, CUT, Outcome.OK)
    assert [each["Message-ID"] for each in server.read()] == [f"<{ID}@kipthoi.example>"] * 2


async def test_a_relay_that_is_not_there_is_asked_again_later() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        fate = await Relay(RelayAddress("127.0.0.1", taken.getsockname()[1])).hand_over(b"", sender=SENDER, to=TO)
    assert (fate.ended.outcome, fate.ended.reason, fate.is_address_dead) == (Outcome.RETRY, "connection", False)


async def test_a_relay_without_starttls_gets_no_letter_when_it_is_wanted() -> None:
    server = Server()
    async with serving(server) as address:
        relay = Relay(RelayAddress(address.host, address.port, tls="starttls"))
        fate = await relay.hand_over(b"", sender=SENDER, to=TO)
    assert (fate.ended.outcome, server.letters) == (Outcome.RETRY, [])


@pytest.mark.parametrize("is_trusted", [True, False])
async def test_a_letter_goes_out_under_tls_to_a_relay_that_is_trusted_and_to_no_other(
    tmp_path: Path, *, is_trusted: bool
) -> None:
    server, (tls, trusting) = Server(), certified(tmp_path)
    async with serving(server, tls) as address:
        relay = Relay(replace(address, tls="starttls", context=trusting if is_trusted else None))
        fate = await relay.hand_over(b"Subject: a\r\n\r\nb\r\n", sender=SENDER, to=TO)
        await relay.close()
    assert (fate.ended.outcome, len(server.letters)) == ((Outcome.OK, 1) if is_trusted else (Outcome.RETRY, 0))


async def test_few_connections_carry_many_letters() -> None:
    server = Server(slow=0.01)
    async with relaying(server) as send:
        fates = await asyncio.gather(*(send() for _ in range(20)))
    assert {fate.ended.outcome for fate in fates} == {Outcome.OK}
    assert (len(server.letters), server.most_open, len(server.sessions)) == (20, MOST_CONNECTIONS, MOST_CONNECTIONS)


async def test_a_letter_to_somebody_does_not_wait_behind_letters_to_many() -> None:
    server = Server(slow=0.005)
    async with serving(server) as address:
        relay, body = Relay(address), b"Subject: %b\r\n\r\nb\r\n"
        many = [relay.hand_over(body % b"many", sender=SENDER, to=TO, can_wait=True) for _ in range(140)]
        waiting = asyncio.gather(*many)
        await asyncio.sleep(0)
        assert (relay.is_busy(can_wait=True), relay.is_busy()) == (True, False)
        await relay.hand_over(body % b"one", sender=SENDER, to=TO)
        assert len(server.letters) < 15
        assert any(b"Subject: one" in each for each in server.letters)
        await waiting
        await relay.close()
    assert len(server.letters) == 141


async def test_a_connection_that_the_relay_gave_up_costs_no_try() -> None:
    server = Server()
    async with relaying(server) as send:
        await send()
        server.hang_up()
        fate = await send()
    assert (fate.ended.outcome, len(server.letters), len(server.sessions)) == (Outcome.OK, 2, 2)


async def test_a_connection_is_left_after_a_hundred_letters() -> None:
    server = Server()
    async with relaying(server) as send:
        for _ in range(MOST_LETTERS + 1):
            await send()
    assert len(server.sessions) == 2
