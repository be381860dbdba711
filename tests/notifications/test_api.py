import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import partial

import httpx
import pytest
import pytest_asyncio

from services.notifications.adapters.live import Epochs, Live
from services.notifications.adapters.mail.bounces import bounced
from services.notifications.adapters.mongo.feed import MongoFeed
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.api.routes import build_api
from services.notifications.usecases import Ports, UseCases, build_use_cases
from services.notifications.usecases.recipient.unsubscribe import stop_token
from shared.runtime.store.client import MongoStore
from shared.runtime.web.application import build_inner
from shared.runtime.web.doors import without_policy
from shared.runtime.web.edge import Edge
from tests.notifications.conftest import VAULT, Secrets, SetClock, mongo_ports
from tests.notifications.facts import SECRET_NAME, cause_of, event_of
from tests.notifications.people import Letters
from tests.notifications.streams import listening
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

OFFICER = ("TD-02", [("emulation_officer", "THADS-HP")])
PROPOSER = ("PCT-HP-THA", [("proposer", "THADS-HP")])
NOMINEE = ("CB-0412", [("unit_head", "P-THADS-5")])


@dataclass
class House:
    """The doors of notifications over a socket, and what stands behind them."""

    client: httpx.AsyncClient
    use_cases: UseCases
    issuer: Issuer
    ports: Ports

    @property
    def letters(self) -> Letters:
        assert isinstance(self.ports.post, Letters)
        return self.ports.post

    async def happened(self, kind: str, *numbers: int) -> None:
        event = event_of(kind)
        for n in numbers or (0,):
            await self.use_cases.event.route(event, cause_of(event, n))

    def as_(self, who: tuple[str, list[tuple[str, str]]], **headers: str) -> dict[str, str]:
        return {**self.issuer.bearer(*who), **headers}


@pytest_asyncio.fixture
async def house(store: MongoStore, clock: SetClock) -> AsyncIterator[House]:
    feed, register = MongoFeed(store, clock), MongoRegister(store, clock, Secrets())
    live = Live(feed, register, poll_seconds=0.05)
    others = mongo_ports(store, clock)
    use_cases = build_use_cases(replace(others, feed=feed, register=register))
    issuer = Issuer()
    app = build_inner(
        build_api(use_cases, live, partial(bounced, safe=VAULT)),
        title="notifications",
        tokens=issuer.tokens("notifications"),
    )
    app.state.tickets = use_cases.ticket.redeem
    parts = (Epochs((feed.log, register.log), register), *live.streams)
    for part in parts:
        await part.start()
    async with serving(Edge(app)) as client:
        await until_open(client)
        yield House(client, use_cases, issuer, others)
        for part in parts:
            await part.stop()


async def until_open(client: httpx.AsyncClient) -> None:
    """A stream opens as soon as its log has answered once."""
    async with asyncio.timeout(5):
        while True:
            async with client.stream("GET", "/live/public") as reply:
                if reply.status_code == 200:
                    return
            await asyncio.sleep(0.02)


async def test_every_route_names_its_policy(store: MongoStore, clock: SetClock) -> None:
    ports = mongo_ports(store, clock)
    live = Live(MongoFeed(store, clock), MongoRegister(store, clock, Secrets()), poll_seconds=1)
    routes = build_api(build_use_cases(ports), live, partial(bounced, safe=VAULT)).routes
    assert len(routes) == 42
    assert without_policy(routes) == []


async def test_the_inbox_is_the_readers_own(house: House) -> None:
    await house.happened("nomination.submitted")
    officer = (await house.client.get("/inbox", headers=house.as_(OFFICER))).json()
    assert [item["text_vi"] for item in officer["items"]] == ["Hồ sơ KT-2026-0147 mới gửi, chờ kiểm tra."]
    assert officer["unread"] == 1
    assert "audience" not in str(officer)
    assert "CB-0412" not in str(officer)
    nominee = (await house.client.get("/inbox", headers=house.as_(NOMINEE))).json()
    assert nominee == {"items": [], "unread": 0, "read_up_to": 0}


async def test_reading_needs_a_key_and_a_repeat_is_harmless(house: House) -> None:
    await house.happened("nomination.submitted")
    bare = await house.client.post("/inbox/read", json={"up_to": 5}, headers=house.as_(OFFICER))
    assert bare.status_code == 400
    for _ in range(2):
        headers = house.as_(OFFICER, **{"Idempotency-Key": "k1"})
        reply = await house.client.post("/inbox/read", json={"up_to": 5}, headers=headers)
        assert (reply.status_code, reply.json()["unread"]) == (200, 0)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/inbox"), ("POST", "/inbox/read"), ("GET", "/live"), ("POST", "/live/ticket")]
)
async def test_what_is_personal_needs_a_token(house: House, method: str, path: str) -> None:
    assert (await house.client.request(method, path)).status_code == 401
    nobody = await house.client.request(method, path, headers=house.as_(("CB-1", [])))
    assert nobody.status_code == 403


@pytest.mark.parametrize(
    "path", ["/awards?since=-1", "/awards?limit=0", "/awards?limit=501", "/awards?wait=31", "/awards?since=x"]
)
async def test_a_bad_question_is_told_so(house: House, path: str) -> None:
    reply = await house.client.get(path)
    assert reply.status_code in {400, 422}
    assert reply.headers["content-type"] == "application/problem+json"


async def test_the_register_is_public_and_ordered(house: House) -> None:
    await house.happened("award.published", 1, 2, 3)
    page = (await house.client.get("/awards", params={"since": 0, "limit": 2})).json()
    assert [item["cursor"] for item in page["items"]] == [1, 2]
    assert page["items"][0]["personal"]["subject_label"] == SECRET_NAME
    assert page["items"][1]["prev"] == page["items"][0]["hash"]
    assert (page["next"], page["has_more"]) == (2, True)
    digest = (await house.client.get("/awards/digest", params={"until": 2})).json()
    assert (digest["count"], digest["hash"], digest["head"]) == (2, page["items"][1]["hash"], 3)


async def test_a_waiting_program_is_answered_at_once(house: House) -> None:
    asked = asyncio.create_task(house.client.get("/awards", params={"since": 0, "wait": 4}))
    await asyncio.sleep(0.05)
    await house.happened("award.published")
    async with asyncio.timeout(2):
        assert [item["cursor"] for item in (await asked).json()["items"]] == [1]


async def test_a_cut_stream_goes_on_with_exactly_what_was_missed(house: House) -> None:
    async with listening(house.client, "/live/public") as stream:
        await house.happened("award.published", 1, 2)
        first = await stream.some(2)
    await house.happened("award.published", 3, 4, 5)
    async with listening(house.client, "/live/public", {"Last-Event-ID": first[-1].id}) as stream:
        missed = await stream.some(3)
        await house.happened("award.published", 6)
        latest = await stream.next()
    heard = [*first, *missed, latest]
    assert [each.data["cursor"] for each in heard] == [1, 2, 3, 4, 5, 6]
    assert [each.id.rpartition("-")[2] for each in heard] == ["1", "2", "3", "4", "5", "6"]
    assert {each.id.split("-")[1] for each in heard} == {"register"}


async def test_a_personal_stream_carries_only_what_is_the_readers(house: House) -> None:
    async with listening(house.client, "/live", house.as_(PROPOSER)) as stream:
        await house.happened("nomination.submitted")
        await house.happened("nomination.resubmitted")
        await house.happened("nomination.returned")
        heard = await stream.some(2)
    assert [each.data["template"] for each in heard] == ["submitted", "returned"]
    await house.happened("nomination.returned", 1)
    async with listening(house.client, "/live", house.as_(PROPOSER, **{"Last-Event-ID": heard[0].id})) as stream:
        again = await stream.some(2)
    assert again[0] == heard[1]
    assert again[1].data["seq"] == heard[1].data["seq"] + 1


async def test_the_nominee_hears_nothing_live_before_the_grant(house: House) -> None:
    async with listening(house.client, "/live", house.as_(NOMINEE)) as stream:
        await house.happened("nomination.submitted")
        await house.happened("nomination.returned")
        await house.happened("award.granted")
        assert (await stream.next()).data["template"] == "congratulation"


async def test_a_ticket_opens_one_stream_once_and_for_a_minute(house: House, clock: SetClock) -> None:
    made = (await house.client.post("/live/ticket", headers=house.as_(PROPOSER))).json()
    async with listening(house.client, f"/live?ticket={made['ticket']}") as stream:
        await house.happened("nomination.submitted")
        assert (await stream.next()).data["template"] == "submitted"
    assert (await house.client.get(f"/live?ticket={made['ticket']}")).status_code == 401
    late = (await house.client.post("/live/ticket", headers=house.as_(PROPOSER))).json()
    clock.move(61)
    assert (await house.client.get(f"/live?ticket={late['ticket']}")).status_code == 401


async def test_a_cursor_of_another_history_is_told_to_start_anew(house: House) -> None:
    async with house.client.stream("GET", "/live/public", headers={"Last-Event-ID": "0-register-1"}) as reply:
        async for line in reply.aiter_lines():
            if line.startswith("event:"):
                assert line.split() == ["event:", "reset"]
                return
    raise AssertionError("no reset")


async def test_an_address_is_set_proven_shown_and_ended_by_one_click(house: House) -> None:
    post = house.letters
    body = {"email": "ha@haiphong.example", "language": "vi"}
    for key in ("a", "a"):
        put = await house.client.post("/contact", json=body, headers=house.as_(PROPOSER, **{"Idempotency-Key": key}))
        assert (put.status_code, put.json()["verified_at"]) == (200, None)
    code = re.search(r"\d{6}", post.sent[-1][0].text)
    assert code
    sent = {"code": code[0]}
    proof = await house.client.post(
        "/contact/verify", json=sent, headers=house.as_(PROPOSER, **{"Idempotency-Key": "b"})
    )
    assert proof.json()["verified_at"] is not None
    mailbox = await house.ports.mailboxes.find(PROPOSER[0])
    assert mailbox
    address = f"/mail/unsubscribe?token={stop_token(house.ports.safe, mailbox)}"
    assert "<form" in (await house.client.get(address)).text
    assert (await house.client.get("/contact", headers=house.as_(PROPOSER))).json()["suppressed"] is None
    clicked = await house.client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert clicked.status_code == 200
    assert (await house.client.get("/contact", headers=house.as_(PROPOSER))).json()["suppressed"] == "unsubscribed"
    assert (await house.client.post("/mail/unsubscribe?token=x")).status_code in (403, 404)


@pytest.mark.parametrize(
    "email", ["", "a", "a@b", "a@b.vn\r\nBcc: c@d.vn", "á@b.vn", "<a@b.vn>", "a b@c.vn", "a@b..vn"]
)
async def test_what_is_no_address_is_not_kept(house: House, email: str) -> None:
    headers = house.as_(PROPOSER, **{"Idempotency-Key": "a"})
    assert (await house.client.post("/contact", json={"email": email}, headers=headers)).status_code == 422


async def test_the_relay_reports_without_a_token_and_is_told_nothing(house: House) -> None:
    for report, status in ((b"x", 204), (b"x" * 300_000, 413)):
        assert (await house.client.post("/mail/bounces", content=report)).status_code == status


HEAD = ("TP-05", [("unit_head", "THADS-HP")])
SILENT_MAIL = {"kind": "*", "channel": "email", "setting": "off"}


def decisions(reply: httpx.Response) -> dict[str, dict[str, str]]:
    return {each["kind"]: each for each in reply.json()["decisions"] if each["channel"] == "email"}


async def test_a_reader_chooses_and_is_told_who_decided(house: House) -> None:
    before = await house.client.get("/preferences", headers=house.as_(NOMINEE))
    assert (decisions(before)["accepted"]["setting"], decisions(before)["accepted"]["level"]) == ("on", "default")
    key = house.as_(NOMINEE, **{"Idempotency-Key": "k1"})
    after = await house.client.post("/preferences", json={"choices": [SILENT_MAIL], "rhythm": "weekly"}, headers=key)
    assert (after.status_code, after.json()["version"], after.json()["rhythm"]) == (200, 1, "weekly")
    found = decisions(after)
    assert (found["accepted"]["setting"], found["accepted"]["why_vi"]) == ("off", "bạn đã chọn như vậy")
    assert (found["congratulation"]["setting"], found["congratulation"]["level"]) == ("on", "mandated")


async def test_a_unit_head_decides_for_the_people_below_and_for_nobody_else(house: House) -> None:
    key = house.as_(HEAD, **{"Idempotency-Key": "k1"})
    kept = await house.client.post("/policies/THADS-HP", json={"choices": [SILENT_MAIL]}, headers=key)
    assert kept.status_code == 200
    below = decisions(await house.client.get("/preferences", headers=house.as_(NOMINEE)))["accepted"]
    assert (below["setting"], below["level"], below["by"]) == ("off", "unit", "unit:THADS-HP")
    key = house.as_(HEAD, **{"Idempotency-Key": "k2"})
    refused = await house.client.post("/policies/BTP", json={"choices": [SILENT_MAIL]}, headers=key)
    assert (refused.status_code, refused.json()["code"]) == (403, "OUT_OF_SCOPE")
    assert (await house.client.get("/policies/BTP", headers=house.as_(HEAD))).json()["choices"] == []


@pytest.mark.parametrize("change", [{"kind": "nonsense"}, {"channel": "webhook"}, {"setting": "maybe"}])
async def test_a_choice_that_means_nothing_is_refused(house: House, change: dict[str, str]) -> None:
    key = house.as_(NOMINEE, **{"Idempotency-Key": "k1"})
    reply = await house.client.post("/preferences", json={"choices": [SILENT_MAIL | change]}, headers=key)
    assert reply.status_code in {400, 422}
