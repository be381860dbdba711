from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from aiohttp import web
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.zalo import NotifyZalo
from pydantic import SecretStr

from services.notifications.adapters.chat.providers import Room
from services.notifications.adapters.chat.rooms import Rooms
from services.notifications.domain.delivery import leased
from services.notifications.domain.message import Message
from services.notifications.domain.outcome import Outcome
from services.notifications.domain.record import Recorded
from services.notifications.domain.room import to_rooms
from shared.kernel.errors import UnavailableError
from tests.notifications.conftest import SetClock
from tests.notifications.facts import event_of, record_of

OFFICERS, GRANTORS = "role:emulation_officer@THADS-HP", "role:grantor@STP-HP"
TELEGRAM = SecretStr("tgram://123456789:abcdefg_hijklmnop123456789012345/-100123/?redirect=yes&verify=no")
ZALO = SecretStr("zalo://123456789:abcdefghijKLMNOPqrst/5555")
NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)


@dataclass
class Provider:
    """Both providers' side of the wire: what arrived, and what is answered."""

    status: int = 200
    said: list[tuple[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.said.append((str(body["chat_id"]), body["text"].replace("\r\n", "\n")))
        location = {"location": f"{request.url.origin()}/elsewhere"} if self.status == 302 else {}
        return web.json_response({"ok": self.status == 200}, status=self.status, headers=location)


@pytest_asyncio.fixture
async def provider(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Provider]:
    provider = Provider()
    app = web.Application()
    app.router.add_post("/{path:.*}", provider.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    monkeypatch.setattr(NotifyTelegram, "notify_url", f"{origin}/bot")
    monkeypatch.setattr(NotifyZalo, "notify_url", f"{origin}/bot{{token}}/sendMessage")
    monkeypatch.setattr(NotifyTelegram, "request_rate_per_sec", 0)
    yield provider
    await runner.cleanup()


def recorded(*audience: str) -> Recorded:
    said = Message(uuid4(), "to_screen", 1, audience, (), "Hồ sơ KT-1 chờ kiểm tra.", "KT-1", uuid4())
    return replace(record_of(event_of("nomination.submitted")), messages=(said,))


async def test_a_sentence_and_its_page_arrive_in_the_room_and_what_is_refused_is_tried_again(
    provider: Provider, clock: SetClock
) -> None:
    rooms = Rooms({OFFICERS: TELEGRAM, GRANTORS: ZALO}, lambda found: f"http://pages/{found.about}", clock)
    record = recorded(OFFICERS, GRANTORS)
    deliveries = to_rooms(record.messages[0], record.id, {OFFICERS, GRANTORS}, NOW)
    assert [(await rooms.send(each, record)).outcome for each in deliveries] == [Outcome.OK, Outcome.OK]
    sentence = "Hồ sơ KT-1 chờ kiểm tra.\nhttp://pages/KT-1"
    assert provider.said == [("-100123", sentence), ("5555", sentence)]
    for status in (302, 429, 500):
        provider.status = status
        assert (await rooms.send(deliveries[0], record)).outcome is Outcome.RETRY
    assert len(provider.said) == 5, "a redirect is not followed"
    late = leased(deliveries[0], clock() + timedelta(seconds=15), "a")
    with pytest.raises(UnavailableError):
        await rooms.send(late, record)
    assert len(provider.said) == 5, "another may say it before this one has ended"
    await rooms.close()


async def test_a_room_that_was_closed_meanwhile_gets_nothing(provider: Provider, clock: SetClock) -> None:
    rooms = Rooms({OFFICERS: TELEGRAM}, lambda _: "", clock)
    record = recorded(GRANTORS)
    (delivery,) = to_rooms(record.messages[0], record.id, {GRANTORS}, NOW)
    assert (await rooms.send(delivery, record)).outcome is Outcome.REFUSED
    assert provider.said == []
    await rooms.close()


@pytest.mark.parametrize("address", ["json://localhost", "syslog://", "tgram://short", "file:///etc/passwd", ""])
def test_nothing_else_is_opened_and_an_address_is_never_told(address: str) -> None:
    with pytest.raises(ValueError, match=r"room cannot be opened|not complete") as refused:
        Room(SecretStr(address))
    assert "passwd" not in str(refused.value)
    assert "short" not in str(refused.value)
