"""What a client and its copy of the register have to stand. Source: docs/integration.md, "Pull the register"."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from services.notifications.kit.caller import HouseCaller
from services.notifications.kit.client import GatewayClient
from services.notifications.kit.letters import letter
from services.notifications.kit.lines import FailedError, Line, Result, expect, play
from services.notifications.kit.pulling import (
    AWARDS,
    DIGEST,
    EMPTY_FOLD,
    START,
    all_pages,
    document,
    folded,
    hash_of,
    page,
    personal_hash_of,
)
from services.notifications.kit.report import Pulled
from services.notifications.kit.stage import ALONE, MERGED, RESTORED, Scene, Stage

_OK, _BAD, _UNAUTHORIZED = 200, 400, 401
_PAUSE_SECONDS: Final = 0.25
_SMALL_PAGE: Final = 2


@dataclass(slots=True)
class Sandbox:
    """A client's access, the receiver that keeps a copy, what stands before the gateway, and what was pulled here."""

    client: GatewayClient
    house: HouseCaller
    stage: Stage
    items: list[dict[str, Any]] = field(default_factory=list)
    cursor: str = START
    patience_seconds: float = 15.0


async def check_register(sandbox: Sandbox) -> list[Result]:
    """Play all lines."""
    return await play(LINES, sandbox)


async def _token(sandbox: Sandbox) -> None:
    assertion = sandbox.client.assertion()
    reply = await sandbox.client.log_in(assertion)
    expect(reply.status == _OK, reply)
    again = await sandbox.client.log_in(assertion)
    expect(again.status == _UNAUTHORIZED, f"the same assertion again: {again}, wanted 401")


async def _pull(sandbox: Sandbox) -> None:
    """Page by page, and each entry proves itself."""
    sandbox.items, sandbox.cursor = await all_pages(sandbox.client, START, _SMALL_PAGE)
    expect(bool(sandbox.items), "no entries: ask the operator to fill the sandbox")
    for item in sandbox.items:
        expect(hash_of(item) == item["hash"], f"entry {item['cursor']}: its hash is another")
        if item["personal"] is not None:
            is_true = personal_hash_of(item) == item["personal_sha256"]
            expect(is_true, f"entry {item['cursor']}: the digest of its personal part is another")


async def _resume(sandbox: Sandbox) -> None:
    held = len(sandbox.items) // 2
    since = sandbox.items[held - 1]["cursor"] if held else START
    rest, cursor = await all_pages(sandbox.client, since)
    expect(_keys(rest)[: len(sandbox.items) - held] == _keys(sandbox.items[held:]), f"another tail behind {since}")
    expect((await page(sandbox.client, cursor)).items == [], "entries behind the last cursor")


async def _later(sandbox: Sandbox, kind: str) -> None:
    """An entry of its own, behind the one that it changes."""
    places = [place for place, item in enumerate(sandbox.items) if item["kind"] == kind]
    expect(bool(places), f"the sandbox has no {kind}: ask the operator to fill it")
    about = sandbox.items[places[0]]["public"]["award_id"]
    before = [item["kind"] for item in sandbox.items[: places[0]] if item["public"]["award_id"] == about]
    expect("award.published" in before, f"{kind} of {about} stands before its award.published")


async def _correction(sandbox: Sandbox) -> None:
    await _later(sandbox, "award.corrected")


async def _revocation(sandbox: Sandbox) -> None:
    await _later(sandbox, "award.revoked")


async def _digest(sandbox: Sandbox) -> None:
    for held in (len(sandbox.items), len(sandbox.items) // 2):
        until = sandbox.items[held - 1]["cursor"] if held else START
        told = document(await sandbox.client.get(DIGEST, until=until))
        own = folded(EMPTY_FOLD, [item["hash"] for item in sandbox.items[:held]])
        is_same = (told["count"], told["fold"]) == (held, own)
        expect(is_same, f"until {until}: {told['count']} {told['fold'][:12]}…, own {held} {own[:12]}…")


async def _bad_cursor(sandbox: Sandbox) -> None:
    reply = await sandbox.client.get(AWARDS, since="never.given.out")
    is_refused = reply.status == _BAD and reply.code == "cursor_invalid"
    expect(is_refused, f"{reply}, wanted 400 cursor_invalid")


async def _copy(sandbox: Sandbox) -> None:
    """An event is a hint to pull: within moments the receiver's copy is proven by the gateway's digest."""
    told = document(await sandbox.client.get(DIGEST))
    await _holds(sandbox, told["count"], told["fold"])


async def _merged(sandbox: Sandbox) -> None:
    """What was entered of a unit before it went into another is to be seen from then on."""
    for scene in (ALONE, MERGED):
        await _plays(sandbox, scene)


async def _forked(sandbox: Sandbox) -> None:
    """The end of what the receiver holds was lost, and another one follows."""
    for scene in (ALONE, RESTORED):
        await _plays(sandbox, scene)


async def _plays(sandbox: Sandbox, scene: Scene) -> None:
    asked, sandbox.stage.scene = sandbox.stage.asked, scene
    try:
        await _holds(sandbox, *scene.fold())
    except FailedError as error:
        if sandbox.stage.asked > asked:
            raise
        raise FailedError(f"nobody asked {sandbox.stage.url}: start the receiver with that gateway") from error
    finally:
        sandbox.stage.scene = None


async def _holds(sandbox: Sandbox, count: int, fold: str) -> None:
    """Told of an event, the receiver holds these entries within moments."""
    await sandbox.house.send(letter("award.published", sandbox.house.now()))
    pulled: Pulled | None = None
    for _ in range(round(sandbox.patience_seconds / _PAUSE_SECONDS)):
        pulled = (await sandbox.house.report()).pulled
        if pulled is not None and (pulled.count, pulled.fold) == (count, fold):
            return
        await asyncio.sleep(_PAUSE_SECONDS)
    found = "nothing pulled" if pulled is None else f"{pulled.count} entries, fold {pulled.fold[:12]}…"
    expect(False, f"{found}; the gateway has {count}, fold {fold[:12]}…")


def _keys(items: Sequence[dict[str, Any]]) -> list[str]:
    return [item["key"] for item in items]


LINES: Final[Sequence[Line[Sandbox]]] = (
    Line("token", "Lấy thẻ truy cập; giấy ký dùng một lần", "token; an assertion counts once", _token),
    Line("pull", "Kéo sổ từ 0, mỗi dòng tự chứng minh", "pull from 0, each entry proves itself", _pull),
    Line("resume", "Kéo tiếp từ con trỏ", "resume from a cursor", _resume),
    Line("corrected", "Sổ: đính chính là một dòng mới", "register: a correction is an entry", _correction),
    Line("revoked", "Sổ: thu hồi là một dòng mới", "register: a revocation is an entry", _revocation),
    Line("digest", "Hai bên giữ cùng một sổ", "both sides hold the same register", _digest),
    Line("cursor", "Con trỏ lạ: 400 cursor_invalid", "unknown cursor: 400 cursor_invalid", _bad_cursor),
    Line("copy", "Bản sao ở hệ thống nhận khớp sổ", "the receiver's own copy is the register", _copy),
    Line("merged", "Bản sao sau khi đơn vị sáp nhập", "the copy after a merger of units", _merged),
    Line("forked", "Bản sao sau khi sổ mất đoạn cuối", "the copy after a history was lost", _forked),
)
"""In the order in which they are played."""
