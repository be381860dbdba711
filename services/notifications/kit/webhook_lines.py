"""What a receiver of webhooks has to stand. Source: docs/integration.md, "Receive webhooks"."""

import asyncio
import base64
import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import urljoin

from services.notifications.adapters.webhook.signing import Key, signed
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.kit.caller import HouseCaller
from services.notifications.kit.letters import Letter, largest, letter, of_job
from services.notifications.kit.lines import Line, Result, expect, play

_PUBLISHED, _PRESENTED = "award.published", "award.presented"
_CORRECTED, _REVOKED = "award.corrected", "award.revoked"
_UNAUTHORIZED: Final = 401
_REFUSED: Final = range(400, 500)
_GONE: Final = frozenset({404, 410})
_TRIES: Final = 30
_PAUSE_SECONDS: Final = 0.5
_OLD: Final = timedelta(minutes=6)


async def check_receiver(house: HouseCaller) -> list[Result]:
    """Play all lines."""
    return await play(LINES, house)


async def _proof(house: HouseCaller) -> None:
    ended = await house.prove()
    expect(ended.outcome is Outcome.OK, f"{_told(ended)} {ended.reason}")


async def _ed25519(house: HouseCaller) -> None:
    """A receiver may know the keys of an earlier run and read them again only now: what is refused is sent again."""
    sent = letter(_PUBLISHED, house.now())
    for _ in range(_TRIES):
        ended = await house.send(sent)
        if ended.status != _UNAUTHORIZED:
            break
        await asyncio.sleep(_PAUSE_SECONDS)
    await _took(house, sent, ended)


async def _hmac(house: HouseCaller) -> None:
    await _taken(house, letter(_PUBLISHED, house.now()), house.keys.secret)


async def _beside(house: HouseCaller) -> None:
    """Versions that nobody knows yet stand before the one that counts."""
    sent = letter(_PUBLISHED, house.now())
    headers = dict(signed(str(sent.id), house.now(), sent.body, [house.keys.current]))
    unknown = f"v9,{base64.b64encode(secrets.token_bytes(80)).decode()}"
    headers["webhook-signature"] = f"{unknown} {headers['webhook-signature']}"
    await _took(house, sent, await house.post(sent.body, headers))


async def _signature(house: HouseCaller) -> None:
    """Another body, nobody's key, nothing at all: each is refused, and nothing of it stays."""
    sent = letter(_PUBLISHED, house.now())
    right = signed(str(sent.id), house.now(), sent.body, [house.keys.current])
    other = letter(_REVOKED, house.now(), subject=sent.subject, sequence=3)
    foreign = signed(str(sent.id), house.now(), sent.body, [house.keys.foreign])
    unsigned = {name: text for name, text in right.items() if name != "webhook-signature"}
    for body, headers, what in (
        (other.body, right, "another body"),
        (sent.body, foreign, "another key"),
        (sent.body, unsigned, "no signature"),
    ):
        ended = await house.post(body, headers)
        expect(ended.status == _UNAUTHORIZED, f"{what}: {_told(ended)}, wanted 401")
    await _unknown_to(house, sent)


async def _timestamp(house: HouseCaller) -> None:
    for moved in (-_OLD, _OLD):
        sent = letter(_PUBLISHED, house.now())
        ended = await house.send(sent, later=moved)
        expect(ended.status in _REFUSED, f"{moved.total_seconds() / 60:+.0f} min: {_told(ended)}, wanted 401")
        await _unknown_to(house, sent)


async def _duplicate(house: HouseCaller) -> None:
    sent = letter(_PUBLISHED, house.now())
    before = (await house.report()).events
    for _ in range(3):
        ended = await house.send(sent)
        expect(ended.outcome is Outcome.OK, _told(ended))
    counted = (await house.report()).events - before
    expect(counted == 1, f"counted {counted} times")


async def _order(house: HouseCaller) -> None:
    later = letter(_PRESENTED, house.now(), sequence=3)
    await _taken(house, later)
    ended = await house.send(letter(_PUBLISHED, house.now(), subject=later.subject, sequence=2))
    expect(ended.outcome is Outcome.OK, _told(ended))
    await _stands(house, later, _PRESENTED)


async def _unknown_type(house: HouseCaller) -> None:
    ended = await house.send(letter("award.of_a_later_year", house.now()))
    expect(ended.outcome is Outcome.OK, _told(ended))


async def _job(house: HouseCaller) -> None:
    """Its subject is no award: it is counted, and no award stands by it. Who asked for none knows no such type."""
    sent, before = of_job(house.now()), (await house.report()).events
    ended = await house.send(sent)
    expect(ended.outcome is Outcome.OK, _told(ended))
    after = await house.report()
    expect(after.events - before == 1, f"counted {after.events - before} times")
    expect(str(sent.subject) not in after.subjects, "the report holds the job as an award")


async def _large(house: HouseCaller) -> None:
    await _taken(house, largest(letter(_PUBLISHED, house.now())))


async def _rotation(house: HouseCaller) -> None:
    keys = house.keys
    await _taken(house, letter(_PUBLISHED, house.now()), keys.current, keys.following)
    await _taken(house, letter(_PUBLISHED, house.now()), keys.following)


async def _later_event(house: HouseCaller, kind: str) -> None:
    first = letter(_PUBLISHED, house.now())
    await _taken(house, first)
    then = letter(kind, house.now(), subject=first.subject, sequence=2)
    await _taken(house, then)
    await _stands(house, then, kind)


async def _correction(house: HouseCaller) -> None:
    await _later_event(house, _CORRECTED)


async def _revocation(house: HouseCaller) -> None:
    await _later_event(house, _REVOKED)


async def _gone(house: HouseCaller) -> None:
    sent = letter(_PUBLISHED, house.now())
    headers = signed(str(sent.id), house.now(), sent.body, [house.keys.current])
    ended = await house.post(sent.body, headers, urljoin(house.url, f"/khong-con-{secrets.token_hex(4)}"))
    expect(ended.status in _GONE, f"{_told(ended)}, wanted 404 or 410")


async def _taken(house: HouseCaller, sent: Letter, *keys: Key) -> None:
    await _took(house, sent, await house.send(sent, *keys))


async def _took(house: HouseCaller, sent: Letter, ended: Ended) -> None:
    expect(ended.outcome is Outcome.OK, f"{_told(ended)}, wanted 2xx")
    await _stands(house, sent, json.loads(sent.body)["type"])


async def _stands(house: HouseCaller, sent: Letter, kind: str) -> None:
    held = (await house.report()).subjects.get(str(sent.subject))
    found = "nothing of it" if held is None else f"{held.last}, sequence {held.sequence}"
    is_so = held is not None and (held.sequence, held.last) == (sent.sequence, kind)
    expect(is_so, f"the report says {found}, wanted {kind}, sequence {sent.sequence}")


async def _unknown_to(house: HouseCaller, sent: Letter) -> None:
    expect(str(sent.subject) not in (await house.report()).subjects, "refused, and yet in the report")


def _told(ended: Ended) -> str:
    return f"answered {ended.status}" if ended.status else f"no answer: {ended.reason}"


LINES: Final[Sequence[Line[HouseCaller]]] = (
    Line("proof", "Bắt tay OPTIONS, hoặc trả lại mã thử", "OPTIONS handshake, or the challenge echoed", _proof),
    Line("v1a", "Chữ ký Ed25519 đúng: nhận", "valid Ed25519 signature: taken", _ed25519),
    Line("v1", "Chữ ký HMAC đúng: nhận", "valid HMAC signature: taken", _hmac),
    Line("versions", "Bỏ qua phiên bản chữ ký lạ đứng kèm", "unknown signature version beside: passed over", _beside),
    Line("signature", "Chữ ký sai: từ chối 401", "bad signature: refused with 401", _signature),
    Line("timestamp", "Dấu thời gian lệch quá 5 phút: từ chối", "timestamp 5 minutes off: refused", _timestamp),
    Line("duplicate", "Gửi lại cùng mã: nhận, tính một lần", "same id again: taken, counted once", _duplicate),
    Line("order", "Số thứ tự cũ: nhận, không ghi đè", "older sequence: taken, overwrites nothing", _order),
    Line("unknown", "Loại sự kiện lạ: nhận, bỏ qua", "unknown type: taken, passed over", _unknown_type),
    Line("job", "Lô đã xử lý xong: nhận, không phải khen thưởng", "job finished: taken, and no award", _job),
    Line("large", "Thân 64 KiB: nhận", "body of 64 KiB: taken", _large),
    Line(
        "rotation", "Đổi khóa: hai chữ ký, rồi chỉ khóa mới", "rotation: both signatures, then the next key", _rotation
    ),
    Line("correction", "Đính chính: ghi nhận", "correction: noted", _correction),
    Line("revocation", "Thu hồi: ghi nhận", "revocation: noted", _revocation),
    Line("gone", "Địa chỉ không còn dùng: 404 hoặc 410", "address no longer used: 404 or 410", _gone),
)
"""In the order in which they are played."""
