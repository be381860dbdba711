"""What a client that sends has to stand. Source: docs/integration.md, "Write"."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from services.notifications.kit.client import GatewayClient, Reply
from services.notifications.kit.lines import Line, Result, expect, play
from services.notifications.kit.pulling import document
from shared.kernel.clock import local_day, now_utc

BATCH: Final = "/integration/v1/nominations:batch"
TRIAL: Final = f"{BATCH}?dry_run=true"
_SENT: Final = "/integration/v1/nominations"
_JOBS: Final = "/integration/v1/jobs"
_UNITS, _AWARDS = "/integration/v1/catalogues/units", "/integration/v1/catalogues/award-kinds"
_OK, _ACCEPTED, _UNAUTHORIZED, _NOT_FOUND, _REUSED = 200, 202, 401, 404, 422
_TRIES: Final = 60
_PAUSE_SECONDS: Final = 0.5
_MOST_KINDS: Final = 50

Item = dict[str, Any]


@dataclass(slots=True)
class Sending:
    """A client that may send, on which day, what the sandbox takes of it, and the key and answer of its first batch."""

    client: GatewayClient
    today: date = field(default_factory=lambda: local_day(now_utc()))
    item: Item = field(default_factory=dict)
    key: str = field(default_factory=lambda: f"kit-{secrets.token_hex(8)}")
    first: Reply | None = None


async def check_writes(sending: Sending) -> list[Result]:
    """Play all lines."""
    return await play(LINES, sending)


async def _trial(sending: Sending) -> None:
    """Each award that may be asked for is tried; the first that the sandbox would take is what is sent later."""
    name = f"kit-{secrets.token_hex(6)}"
    units = document(await sending.client.get(_UNITS))["items"]
    awards = document(await sending.client.get(_AWARDS))["items"]
    expect(bool(units and awards), "no units or no awards in the catalogues: ask the operator")
    tried = [
        _item(f"{name}-{unit['unit_id']}-{award['code']}", unit["unit_id"], award["code"], sending.today)
        for unit in units
        for award in awards
    ][:_MOST_KINDS]
    told = await _outcomes(sending, await sending.client.post(TRIAL, {"items": tried}, f"{sending.key}-trial"))
    taken = [item for item, one in zip(tried, told, strict=True) if one["outcome"] == "created"]
    expect(bool(taken), f"the sandbox takes none: {_errors(told)}")
    sending.item = taken[0]
    reply = await sending.client.get(f"{_SENT}/{sending.item['external_id']}")
    expect(reply.status == _NOT_FOUND, f"after a dry run {reply}, wanted 404")


async def _batch(sending: Sending) -> None:
    """The same request again, signed anew, gets the same answer; the same item under another key is unchanged."""
    body = {"items": [sending.item]}
    sending.first = first = await sending.client.post(BATCH, body, sending.key)
    (made,) = await _outcomes(sending, first)
    expect(made["outcome"] == "created", f"{made['outcome']} {_errors([made])}, wanted created")
    again = await sending.client.post(BATCH, body, sending.key)
    is_same = again.document == first.document and again.headers.get("Idempotency-Replayed") == "true"
    expect(is_same, f"the same key again: {again}, another answer")
    (other,) = await _outcomes(sending, await sending.client.post(BATCH, body, f"{sending.key}-2"))
    is_one = (other["outcome"], other["id"]) == ("unchanged", made["id"])
    expect(is_one, f"another key: {other['outcome']} {other['id']}, wanted unchanged {made['id']}")
    found = document(await sending.client.get(f"{_SENT}/{sending.item['external_id']}"))
    expect(found["id"] == made["id"], f"the name leads to {found['id']}, wanted {made['id']}")


async def _update(sending: Sending) -> None:
    changed = {**sending.item, "citation": "Nội dung đã sửa"}
    (told,) = await _outcomes(sending, await sending.client.post(BATCH, {"items": [changed]}, f"{sending.key}-3"))
    expect(told["outcome"] == "updated", f"{told['outcome']} {_errors([told])}, wanted updated")


async def _rows(sending: Sending) -> None:
    """What is wrong with one item stands with it, and the others go on."""
    wrong = {**sending.item, "external_id": f"{sending.key}-x", "unit": {"scheme": "unit_id", "value": "KHONG-CO"}}
    odd = {**sending.item, "external_id": f"{sending.key}-y", "colour": "đỏ"}
    changed = {**sending.item, "citation": "Nội dung đã sửa lần nữa"}
    body = {"items": [wrong, odd, changed]}
    told = await _outcomes(sending, await sending.client.post(BATCH, body, f"{sending.key}-4"))
    codes = [[error["code"] for error in one["errors"]] for one in told]
    expect(codes == [["unit_unknown"], ["unknown_field"], []], codes)


async def _signature(sending: Sending) -> None:
    """Another body than the one that was signed, an old signature, and one that was used before."""
    client, body = sending.client, {"items": [sending.item]}
    nonce = secrets.token_hex(16)
    for reply, code in (
        (await client.post(BATCH, body, f"{sending.key}-5", signed_body={"items": []}), "signature_invalid"),
        (await client.post(BATCH, body, f"{sending.key}-5", ago_seconds=600), "signature_expired"),
    ):
        _refused(reply, _UNAUTHORIZED, code)
    await client.post(TRIAL, body, f"{sending.key}-6", nonce=nonce)
    _refused(await client.post(TRIAL, body, f"{sending.key}-6", nonce=nonce), _UNAUTHORIZED, "replayed")


async def _reused(sending: Sending) -> None:
    other = {**sending.item, "external_id": f"{sending.key}-z"}
    _refused(await sending.client.post(BATCH, {"items": [other]}, sending.key), _REUSED, "idempotency_key_reused")


async def _outcomes(sending: Sending, reply: Reply) -> list[Item]:
    """What came of each item, now or when the job is done. Raises: FailedError."""
    if reply.status != _ACCEPTED:
        return list(document(reply)["items"])
    job = f"{_JOBS}/{reply.document['id']}"
    for _ in range(_TRIES):
        if document(await sending.client.get(job))["state"] == "finished":
            break
        await asyncio.sleep(_PAUSE_SECONDS)
    return list(document(await sending.client.get(f"{job}/result", cursor=0, limit=1000))["items"])


def _refused(reply: Reply, status: int, code: str) -> None:
    is_so = (reply.status, reply.code) == (status, code)
    expect(is_so, f"{reply}, wanted {status} {code}")


def _errors(told: Sequence[Item]) -> str:
    return ", ".join(sorted({error["code"] for one in told for error in one["errors"]}))


def _item(name: str, unit: str, award: str, today: date) -> Item:
    """An invented nomination of an invented person for what was done last week."""
    return {
        "external_id": name,
        "unit": {"scheme": "unit_id", "value": unit},
        "person": {"external_id": "kit-1", "name": "Nguyễn Văn Thử"},
        "deed": {
            "title": "Rút ngắn thời gian cấp bản sao",
            "story": "Từ ba ngày còn nửa ngày.",
            "field": "ho_tich",
            "occurred_from": (today - timedelta(days=7)).isoformat(),
            "occurred_to": (today - timedelta(days=6)).isoformat(),
            "known_on": (today - timedelta(days=5)).isoformat(),
        },
        "award_kind": award,
        "citation": "Rút ngắn thời gian cấp bản sao hộ tịch",
        "report": "Báo cáo thành tích để thử kết nối.",
    }


LINES: Final[Sequence[Line[Sending]]] = (
    Line("dry_run", "Gửi thử: trả lời như thật, không đổi gì", "dry run: the same answer, no effect", _trial),
    Line("batch", "Gửi hai lần: một kết quả", "batch twice: one effect, the same answer", _batch),
    Line("update", "Sửa nội dung khi còn là dự thảo", "another content while it is a draft: updated", _update),
    Line("rows", "Mục sai báo lỗi riêng, mục khác vẫn chạy", "a wrong item is told, the others go on", _rows),
    Line("signed", "Chữ ký sai, cũ, dùng lại: từ chối", "signature wrong, old, used before: refused", _signature),
    Line("reused", "Khóa chống lặp cho nội dung khác: từ chối", "a key for another body: refused", _reused),
)
"""In the order in which they are played."""
