"""One deed is commended: inbox, wall, letter, a system outside, the register, a topic. Revoked: all hear."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Self

import pytest
import pytest_asyncio
import standardwebhooks.webhooks
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from joserfc.jwk import OKPKey
from jsonschema import Draft202012Validator

from deploy.standalone.parts import issuer_unit
from deploy.standalone.people import WORLD
from deploy.standalone.playing.clock import SetClock
from deploy.standalone.playing.mirror import read_mirror
from deploy.standalone.playing.theatre import Theatre, theatre
from deploy.standalone.settings import Given
from deploy.standalone.site import ROOT, Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.world import load
from services.notifications.kit.client import GatewayClient, Identity
from services.notifications.kit.pulling import Copy
from services.notifications.kit.register_lines import Sandbox, check_register
from services.notifications.kit.stage import Stage
from services.notifications.kit.write_lines import Sending, check_writes
from shared.kernel.clock import local_day
from tests.journeys.doing import Doing, until
from tests.notifications import smtp
from tests.notifications.gateway.test_kit import keeps_a_copy
from tests.notifications.kit.receivers import kit_against, whole
from tests.notifications.receiver import Receiver, receiving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(150)]

MORNING = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
PROPOSER, HEAD, OFFICER, NOMINEE = "PCT-HP-THA", "CT-HP-THA", "TD-02", "CB-0611"
INTEGRATOR, OPERATOR, SYSTEM = "KN-01", "VH-01", "HT-HP"
NAME, ADDRESS = "Võ Thị Ngọc Ánh", "anh@thads.example"
ORIGIN = "kipthoi.localhost"
ALL = ["award.published", "award.corrected", "award.revoked"]
MESSAGES = json.loads((ROOT / "docs" / "api" / "asyncapi.json").read_text(encoding="utf-8"))["components"]["messages"]


class ThatMorning(datetime):
    """The library reads the machine's clock; here it is the morning that is played."""

    clock: SetClock

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(cls.clock().timestamp(), tz)


@dataclass
class Town:
    """The running house, with a mail relay and a system outside."""

    opened: Theatre
    doing: Doing
    relay: smtp.Server
    outside: Receiver

    async def letters(self, words: str) -> list[str]:
        """The letters to the nominee that say so."""
        found = [letter for letter in self.relay.read() if letter["To"] == ADDRESS]
        bodies = [letter.get_body(("plain",)) for letter in found]
        return [text for body in bodies if body is not None and words in (text := str(body.get_content()))]

    async def called(self, kind: str) -> list[tuple[dict[str, str], bytes]]:
        """What the system outside was sent of a kind."""
        posts = [(headers, body) for method, headers, body in self.outside.asked if method == "POST"]
        return [(headers, body) for headers, body in posts if f'"type":"{kind}"'.encode() in body]

    async def wall(self) -> str:
        return str((await self.opened.stage.requests.page("/guong-sang")).body["text"])

    async def inbox(self) -> list[tuple[str, str]]:
        found = await self.doing.do(NOMINEE, "see_inbox")
        return [(item["kind"], item["text_vi"]) for item in found["items"]]

    async def mirror(self) -> list[str]:
        """What stands on the client's own topic, each entry as it is described."""
        watcher = self.opened.stage.watcher
        found = (await read_mirror(watcher.bootstrap, watcher.namespace, SYSTEM)).body.get("items", [])
        for item in found:
            Draft202012Validator(MESSAGES[f"register.{item['kind']}"]["payload"]).validate(item)
        return [item["kind"] for item in found]

    async def register(self) -> list[str]:
        return [item["kind"] for item in (await self.doing.do(SYSTEM, "pull_awards", since="0"))["items"]]


@pytest_asyncio.fixture
async def town(
    kafka_bootstrap: str, mongodb_url: str, namespace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    site = Site.temporary(tmp_path / "site", namespace=namespace, given=Given(kafka_bootstrap, mongodb_url))
    ThatMorning.clock = clock = SetClock(MORNING)
    monkeypatch.setattr(standardwebhooks.webhooks, "datetime", ThatMorning)
    relay, outside = smtp.Server(), Receiver(knows=ORIGIN)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(receiving(outside))
        address = await stack.enter_async_context(smtp.serving(relay))
        await stack.enter_async_context(Supervisor([issuer_unit(site)], site.folder, say=lambda _: None))
        more = {
            "mail_host": address.host,
            "mail_port": str(address.port),
            "mail_tls": "none",
            "webhook_opened": f"* 127.0.0.1 127.0.0.1/32 {outside.port}",
        }
        opened = await stack.enter_async_context(theatre(site, clock, partitions=3, settings={"notifications": more}))
        await load(WORLD, opened.addresses)
        yield Town(opened, Doing(opened.stage), relay, outside)


async def test_an_award_reaches_everybody_and_so_does_its_revocation(town: Town) -> None:
    secret = await connected(town)
    await writes_to_the_nominee(town)
    award_id = await commended(town)

    await until(town.inbox, lambda found: any(kind == "award.granted" and NAME in text for kind, text in found))
    assert NAME in await until(town.wall, lambda page: NAME in page)
    await until(lambda: town.letters("61/QĐ-THADS"), bool)
    ((headers, body),) = await until(lambda: town.called("award.published"), bool)
    assert_read_by_others(secret, headers, body, "award.published", award_id)
    assert await until(town.register, bool) == ["award.published"]
    assert await until(town.mirror, bool) == ["award.published"]

    corrected, why = f"{NAME} (Hòa Phước)", "Sai tên"
    await town.doing.do(OFFICER, "correct", id=award_id, number="62/QĐ-THADS", reason=why, subject_label=corrected)
    await until(town.inbox, lambda found: any(kind == "award.corrected" for kind, _ in found))
    await until(lambda: town.letters("Đính chính"), bool)
    ((headers, body),) = await until(lambda: town.called("award.corrected"), bool)
    assert_read_by_others(secret, headers, body, "award.corrected", award_id)
    assert corrected in await until(town.wall, lambda page: corrected in page)

    await town.doing.do(
        HEAD, "revoke", id=award_id, ground="false_papers", number="77/QĐ-THADS", reason="Kết luận thanh tra"
    )
    await until(town.inbox, lambda found: any(kind == "award.revoked" for kind, _ in found))
    await until(town.wall, lambda page: "Quyết định đã thu hồi ngày 06/10/2026" in page)
    await until(lambda: town.letters("đã thu hồi"), bool)
    ((headers, body),) = await until(lambda: town.called("award.revoked"), bool)
    assert_read_by_others(secret, headers, body, "award.revoked", award_id)
    assert await until(town.register, lambda kinds: len(kinds) > 2) == ALL
    assert await until(town.mirror, lambda kinds: len(kinds) > 2) == ALL
    await stands_what_the_kit_plays(town)


async def stands_what_the_kit_plays(town: Town) -> None:
    """A client's half of the kit passes: on this register, and with the real owner behind the gateway."""
    key = OKPKey.generate_key("Ed25519", {"kid": "k1"})
    public = key.as_dict(private=False)
    jwk = {name: str(public[name]) for name in ("kty", "crv", "x")}
    client = {"ref": "HT-KIT", "name_vi": "Phần mềm gửi hồ sơ", "units": ["THADS-HP"]}
    scopes = ["awards:read", "nominations:write", "catalogue:read"]
    await town.doing.do(OPERATOR, "record_client", **client, scopes=scopes, kid="k1", jwk=jwk)
    url, identity = town.opened.addresses.notifications, Identity("HT-KIT", key)
    stage = Stage(url)
    async with AsyncExitStack() as stack:
        house, receiver = await stack.enter_async_context(kit_against(whole, stage))
        gateway = await stack.enter_async_context(GatewayClient(url, identity))
        audience = f"{url}/integration/v1/token"
        keeps_a_copy(
            receiver, await stack.enter_async_context(GatewayClient(stage.url, identity, audience=audience)), Copy
        )
        played = await check_register(Sandbox(gateway, house, stage))
        played += await check_writes(Sending(gateway, today=local_day(MORNING)))
    assert [(one.name, one.found) for one in played if not one.is_passed] == []


async def connected(town: Town) -> str:
    """A system of the province may pull, and is called with a secret that it knows."""
    doing = town.doing
    key = {"kty": "OKP", "crv": "Ed25519", "x": "nWr-8W5KH9RdHPa2RW6tNghXH1zRNpuKihK7LqrJyss"}
    client = {"ref": SYSTEM, "name_vi": "Phần mềm tỉnh", "scopes": ["awards:read"], "units": ["THADS-HP"]}
    await doing.do(OPERATOR, "record_client", **client, kid="k1", jwk=key, is_mirrored=True)
    made = await doing.do(INTEGRATOR, "register_endpoint", url=town.outside.url, unit_id="THADS-HP", signs_with="hmac")
    proven = await doing.do(INTEGRATOR, "prove_endpoint", id=made["id"])
    assert proven["state"] == "active"
    (secret,) = (await doing.do(INTEGRATOR, "see_secrets", id=made["id"]))["items"]
    return str(secret["secret"])


async def writes_to_the_nominee(town: Town) -> None:
    """The nominee names an address and enters the code that came there."""
    await town.doing.do(NOMINEE, "set_contact", email=ADDRESS)
    (letter,) = await until(lambda: town.letters(""), bool)
    found = re.search(r"\b\d{6}\b", letter)
    assert found
    assert (await town.doing.do(NOMINEE, "verify_contact", code=found[0]))["verified_at"]


async def commended(town: Town) -> str:
    """From the deed to the signature; the award's id."""
    do = town.doing.do
    results = [{"indicator": "Vụ hòa giải", "value": "18", "unit": "vụ", "source": "Sổ thụ lý"}]
    deed = await do(
        PROPOSER,
        "register_deed",
        unit_id="THADS-HP",
        title_vi="Hòa giải thành 18 vụ thi hành án kéo dài",
        story_vi="Hòa giải thành 18 vụ thi hành án kéo dài trên ba năm",
        field="thi_hanh_an",
        occurred_from="2026-09-14",
        occurred_to="2026-09-25",
        known_on="2026-09-28",
        results=results,
        contributors=[{"subject_ref": NOMINEE, "share": 100}],
    )
    book = await do(PROPOSER, "upload_evidence", name="so_thu_ly.txt", kind="so", text="Sổ thụ lý: 18 vụ")
    file = await do(
        PROPOSER,
        "draft",
        subject_ref=NOMINEE,
        type="ad_hoc",
        form_code="GIAY_KHEN_THADS",
        deed_id=deed["id"],
        citation_vi="Hòa giải thành 18 vụ thi hành án kéo dài",
        achievement_report="Hòa giải thành 18 vụ.",
        evidence=[{"sha256": book["sha256"], "name": "so_thu_ly.txt", "kind": "so"}],
    )
    await do(HEAD, "submit", id=file["id"])
    for step in ("screen", "accept"):
        await do(OFFICER, step, id=file["id"])
    await do(OFFICER, "appraise", id=file["id"], verdict="meets")
    row: dict[str, Any] = {"case_id": file["id"], "subject_label": NAME, "citation_vi": file["citation_vi"]}
    decision = await do(OFFICER, "prepare_decision", grantor_unit_id="THADS-HP", number="61/QĐ-THADS", rows=[row])
    signed = await do(HEAD, "sign", id=decision["id"])
    return str(signed["rows"][0]["award_id"])


def assert_read_by_others(secret: str, headers: dict[str, str], body: bytes, kind: str, award_id: str) -> None:
    """The library of Standard Webhooks takes the signature, and the SDK of CloudEvents reads the body."""
    assert standardwebhooks.webhooks.Webhook(secret).verify(body, headers)["type"] == kind
    event = from_http_event(HTTPMessage(headers, body))
    assert (event.get_type(), event.get_subject(), event.get_id()) == (kind, award_id, headers["webhook-id"])
    assert event.get_extension("sequence").isdecimal()
    data = event.get_data()
    assert isinstance(data, dict)
    assert data["award_id"] == award_id
    assert NAME not in body.decode()
