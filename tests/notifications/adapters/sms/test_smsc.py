import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.standalone.playing.texts import Texts
from services.notifications.adapters.sms import smsc
from services.notifications.adapters.sms.smsc import Smsc
from services.notifications.adapters.sms.texting import Texting
from services.notifications.domain.addressed import Addressed, Fate
from services.notifications.domain.centre import Centre
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, leased
from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Mailbox, Suppressed
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.outgoing import delivery_of
from services.notifications.domain.preference import Level
from services.notifications.domain.short_text import as_text
from services.notifications.usecases import Ports
from shared.kernel.errors import UnavailableError
from tests.notifications.authority import Authority, made
from tests.notifications.conftest import VAULT, SetClock
from tests.notifications.facts import event_of, record_of

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)

NUMBER = "+84912345678"
SENTENCE = "Hồ sơ KT-2026-0147 cần bổ sung 1 mục trước 13/10/2026."
# As another implementation of the protocol reads it: a name as sender, an international number, UCS-2.
SUBMITTED = (
    "0000003b00000004000000000000000200" "05004b495054484f4900" "01013834393132333435363738" "00"
    "000000" "0000" "0000080008" "004b1ecb00700021"
)  # fmt: skip


@pytest_asyncio.fixture
async def centre() -> AsyncIterator[Texts]:
    async with Texts(0) as centre:
        yield centre


async def test_a_message_arrives_as_it_was_written_and_each_answer_has_its_meaning(centre: Texts) -> None:
    line = Smsc(Centre.of(centre.url))
    for text in ("Kịp!", SENTENCE, "Code 1"):
        assert (await line.hand_over(text, NUMBER)).outcome is Outcome.OK
    assert [text.text for text in centre.to(NUMBER)] == ["Kịp!", SENTENCE, "Code 1"]
    assert centre.taken[0].raw.hex() == SUBMITTED
    for status, outcome in ((0x0B, Outcome.REFUSED), (0x58, Outcome.RETRY), (0x08, Outcome.RETRY)):
        centre.status_of = {NUMBER[1:]: status}.get
        ended = await line.hand_over(SENTENCE, NUMBER)
        assert (ended.outcome, ended.reason) == (outcome, f"answered {status:#x}")
    assert len(centre.taken) == 3


async def test_what_was_handed_over_without_an_answer_is_unknown_and_all_before_is_tried_again(
    centre: Texts,
) -> None:
    named = Centre.of(centre.url)
    centre.status_of = dict[str, int]().get
    left = await Smsc(named).hand_over(SENTENCE, NUMBER)
    assert (left.outcome, left.reason) == (Outcome.UNKNOWN, "connection")
    stranger = await Smsc(replace(named, password="wrong")).hand_over(SENTENCE, NUMBER)
    assert (stranger.outcome, stranger.reason) == (Outcome.RETRY, "bind answered 0xe")
    nobody = await Smsc(replace(named, port=1)).hand_over(SENTENCE, NUMBER)
    assert (nobody.outcome, nobody.reason) == (Outcome.RETRY, "connection")
    assert (await Smsc(None).hand_over(SENTENCE, NUMBER)).outcome is Outcome.RETRY
    assert len(centre.taken) == 1


async def test_a_centre_with_tls_hears_nothing_before_its_certificate_fits(tmp_path: Path) -> None:
    authority = Authority()
    ours = ssl.create_default_context(cadata=authority.root.pem)
    async with Texts(0, context=authority.server(tmp_path)) as guarded:
        named = replace(Centre.of(guarded.url), host="localhost")
        assert named.has_tls
        assert (await Smsc(named, ours).hand_over(SENTENCE, NUMBER)).outcome is Outcome.OK
        strangers = ssl.create_default_context(cadata=made("Chứng thực khác", is_ca=True).pem)
        for by, context, why in (
            (named, strangers, "tls: unknown authority"),
            (named, None, "tls: unknown authority"),
            (replace(named, host="127.0.0.1"), ours, "tls: certificate of another host"),
            (replace(named, has_tls=False), None, "connection"),
        ):
            ended = await Smsc(by, context).hand_over(SENTENCE, NUMBER)
            assert (ended.outcome, ended.reason) == (Outcome.RETRY, why)
        assert [text.text for text in guarded.taken] == [SENTENCE]


async def test_a_centre_that_leaves_after_it_was_told_or_says_nonsense_or_nothing_leaves_it_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bound = bytes.fromhex("00000011800000020000000000000001") + b"\0"
    monkeypatch.setattr(smsc, "_TRY_SECONDS", 0.3)
    left = asyncio.Event()
    for last, reason in ((b"", "connection"), (b"\xff" * 16, "connection"), (None, "timeout")):

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, last: bytes | None = last) -> None:
            await reader.readuntil(b"laptop\0")
            # It asks first whether anybody is there, as centres do.
            writer.write(bytes.fromhex("00000010000000150000000000000063") + bound)
            await reader.readuntil(b"KIPTHOI\0")
            if last is None:
                await reader.read()
            else:
                writer.write(last)
                await writer.drain()
            writer.close()
            await writer.wait_closed()
            left.set()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        ended = await Smsc(Centre("127.0.0.1", port, "kipthoi", "laptop", "KIPTHOI")).hand_over("Kịp", NUMBER)
        assert (ended.outcome, ended.reason) == (Outcome.UNKNOWN, reason)
        server.close()
        await left.wait()
        left.clear()


async def test_a_text_goes_to_the_proven_number_and_one_that_nobody_has_gets_no_more(
    centre: Texts, memory: Ports, clock: SetClock
) -> None:
    record = record_of(event_of("nomination.returned"))
    planned = delivery_of(
        Addressed("CB-1", Channel.SMS, "returned", 1, Fate.SEND, clock(), "person:CB-1", Level.MANDATED), record.id, NOW
    )
    begun, strangers = list[str](), set()

    async def begin(delivery: Delivery) -> bool:
        begun.append(delivery.number_ends)
        return delivery.token not in strangers

    way = Texting(Smsc(Centre.of(centre.url)), memory.telephones, VAULT, begin, clock)

    async def tried() -> Ended:
        assert await way.free_at(planned, NOW) is None
        return await way.send(planned, record)

    assert (await tried()).reason == "nothing to send, or nowhere to"
    kept = Mailbox("CB-1", 0, VAULT.seal(NUMBER), "m", Language.VI)
    await memory.telephones.save(kept)
    assert (await tried()).reason == "unverified"
    await memory.telephones.save(replace(kept, version=1, verified_at=clock()))
    ended = await tried()
    assert (ended.outcome, ended.number_ends) == (Outcome.OK, NUMBER[-3:])
    (came,) = centre.to(NUMBER)
    message = record.message("returned")
    assert message
    assert came.text == as_text(message, Language.VI)
    assert begun == [NUMBER[-3:]], "nothing begins before there is somebody to write to"
    strangers.add("lost")
    for token, seconds in (("lost", 30), ("t", 15)):
        planned = leased(planned, clock() + timedelta(seconds=seconds), token)
        with pytest.raises(UnavailableError, match="lease"):
            await tried()
    assert (len(begun), len(centre.taken)) == (2, 1), "neither of another's, nor when its own might end before the try"
    planned = leased(planned, clock() + timedelta(seconds=30), "t")
    centre.status_of = {NUMBER[1:]: 0x0B}.get
    assert (await tried()).outcome is Outcome.REFUSED
    found = await memory.telephones.find("CB-1")
    assert found
    assert found.suppressed is Suppressed.REFUSED
    assert (await tried()).reason == "refused"
    places = [await way.free_at(planned, NOW) for _ in range(9)]
    assert [each is None for each in places] == [*[True] * 8, False]
