import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from deploy.standalone.playing.texts import Texts
from services.notifications.adapters.sms import smsc
from services.notifications.adapters.sms.smsc import Smsc
from services.notifications.domain.centre import Centre
from services.notifications.domain.outcome import Outcome

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
    centre: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smsc, "_TRY_SECONDS", 0.2)
    named = Centre.of(centre.url)
    centre.status_of = dict[str, int]().get
    silent = await asyncio.gather(*(Smsc(named).hand_over(SENTENCE, NUMBER) for _ in range(2)))
    assert {(each.outcome, each.reason) for each in silent} == {(Outcome.UNKNOWN, "timeout")}
    stranger = await Smsc(replace(named, password="wrong")).hand_over(SENTENCE, NUMBER)
    assert (stranger.outcome, stranger.reason) == (Outcome.RETRY, "bind answered 0xe")
    nobody = await Smsc(replace(named, port=1)).hand_over(SENTENCE, NUMBER)
    assert (nobody.outcome, nobody.reason) == (Outcome.RETRY, "connection")
    assert (await Smsc(None).hand_over(SENTENCE, NUMBER)).outcome is Outcome.RETRY
    assert len(centre.taken) == 2


async def test_a_centre_that_leaves_after_it_was_told_or_says_nonsense_leaves_it_unknown() -> None:
    bound = bytes.fromhex("00000011800000020000000000000001") + b"\0"
    for last in (b"", b"\xff" * 16):

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, last: bytes = last) -> None:
            await reader.readuntil(b"laptop\0")
            # It asks first whether anybody is there, as centres do.
            writer.write(bytes.fromhex("00000010000000150000000000000063") + bound)
            await reader.readuntil(b"KIPTHOI\0")
            writer.write(last)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        ended = await Smsc(Centre("127.0.0.1", port, "kipthoi", "laptop", "KIPTHOI")).hand_over("Kịp", NUMBER)
        assert (ended.outcome, ended.reason) == (Outcome.UNKNOWN, "connection")
        server.close()
