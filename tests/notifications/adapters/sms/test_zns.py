import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from aiohttp import web

from services.notifications.adapters.sms import zns
from services.notifications.adapters.sms.zns import Zns
from services.notifications.domain.centre import ZaloAccount, is_zalo_address
from services.notifications.domain.language import Language
from services.notifications.domain.message import Message
from services.notifications.domain.outcome import Ended, Outcome

NUMBER, NAME = "+84912345678", UUID(int=7)
MESSAGE = Message(
    UUID(int=1), "returned", 1, (), (), "Hồ sơ KT-2026-0147 cần bổ sung 1 mục.", "KT-2026-0147", UUID(int=2)
)
TAKEN = {"error": 0, "message": "Success", "data": {"msg_id": "1"}}


@dataclass
class Zalo:
    """Zalo's side of the wire: what arrived, and what is answered; None is nothing before the end."""

    answer: Any = field(default_factory=lambda: TAKEN)
    status: int = 200
    asked: list[tuple[str, Any]] = field(default_factory=list)
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        self.asked.append((request.headers["access_token"], await request.json()))
        if self.answer is None:
            await asyncio.sleep(1)
        if isinstance(self.answer, bytes):
            location = {"location": f"{request.url.origin()}/elsewhere"} if self.status == 302 else {}
            return web.Response(body=self.answer, status=self.status, headers=location)
        return web.json_response(self.answer, status=self.status)


@pytest_asyncio.fixture
async def zalo() -> AsyncIterator[Zalo]:
    zalo, app = Zalo(), web.Application()
    app.router.add_post("/{path:.*}", zalo.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    zalo.url = f"http://127.0.0.1:{runner.addresses[0][1]}/message/template"
    yield zalo
    await runner.cleanup()


async def test_a_message_is_handed_over_by_its_template_and_each_answer_has_its_meaning(
    zalo: Zalo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zns, "_TRY_SECONDS", 0.3)
    token = tmp_path / "token"
    line = Zns(ZaloAccount(zalo.url, "231677", str(token)))

    async def tried(answer: Any = TAKEN, status: int = 200) -> Ended:
        zalo.answer, zalo.status = answer, status
        return await line.carry(NAME, MESSAGE, Language.VI, NUMBER)

    assert (await tried()).reason == "no token"
    for each in ("of today", "of tomorrow"):
        token.write_text(f"{each}\n")
        assert (await tried()).outcome is Outcome.OK
    assert [sent for sent, _ in zalo.asked] == ["of today", "of tomorrow"]
    assert zalo.asked[0][1] == {
        "phone": "84912345678",
        "template_id": "231677",
        "template_data": {"ma": "KT-2026-0147", "noi_dung": MESSAGE.text_vi},
        "tracking_id": str(NAME),
    }
    for answer, status, outcome in (
        ({"error": -108}, 200, Outcome.REFUSED),
        *(({"error": of_them}, 200, Outcome.REFUSED) for of_them in (-110, -114, -118, -119, -134, -139, -140, -141)),
        ({"error": -133}, 200, Outcome.RETRY),
        ({"error": -124}, 200, Outcome.RETRY),
        ({"error": -144}, 200, Outcome.RETRY),
        ({"error": -100}, 500, Outcome.RETRY),
        (b"", 503, Outcome.RETRY),
        (b"", 403, Outcome.RETRY),
        (b"", 502, Outcome.UNKNOWN),
        (b"", 302, Outcome.UNKNOWN),
        (b"taken?", 200, Outcome.UNKNOWN),
        ([], 200, Outcome.UNKNOWN),
        ({"error": True}, 200, Outcome.UNKNOWN),
        (None, 200, Outcome.UNKNOWN),
    ):
        assert (await tried(answer, status)).outcome is outcome, (answer, status)
    assert len(zalo.asked) == 23, "a redirect is not followed"
    await line.close()


async def test_what_was_not_handed_over_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("t")
    nobody = Zns(ZaloAccount("http://127.0.0.1:1/", "1", str(tmp_path / "token")))
    ended = await nobody.carry(NAME, MESSAGE, Language.VI, NUMBER)
    assert (ended.outcome, ended.reason) == (Outcome.RETRY, "connection")
    assert (await Zns(None).carry(NAME, MESSAGE, Language.VI, NUMBER)).outcome is Outcome.RETRY
    await nobody.close()


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://business.openapi.zalo.me/message/template", True),
        ("http://127.0.0.1:8000/", True),
        ("http://business.openapi.zalo.me/", False),
        ("https://u:p@business.openapi.zalo.me/", False),
        ("https:///x", False),
        ("https://[x/", False),
        ("https://h:x/", False),
    ],
)
def test_messages_go_over_https_alone(url: str, may: bool) -> None:
    assert is_zalo_address(url) is may
