"""Holds a copy of the register and its proof. Source: docs/integration.md, "Pull the register"."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from services.notifications.kit.client import GatewayClient, GatewayError, Reply
from services.notifications.kit.report import Pulled

AWARDS: Final = "/integration/v1/awards"
DIGEST: Final = "/integration/v1/awards/digest"
START: Final = "0"
EMPTY_FOLD: Final = "0" * 64
_OK: Final = 200
_NOTHING: Final = Pulled(cursor=START, count=0, fold=EMPTY_FOLD)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it came."""

    items: list[dict[str, Any]]
    next: str
    has_more: bool
    lineage: str


class ForkedError(GatewayError):
    """The gateway was restored from an older copy, in which the cursor does not stand."""


async def page(client: GatewayClient, since: str, limit: int = 500) -> Page:
    """The entries after a cursor. Raises: GatewayError."""
    reply = await client.get(AWARDS, since=since, limit=limit)
    told = document(reply)
    return Page(told["items"], told["next"], told["has_more"], told["lineage"])


async def all_pages(client: GatewayClient, since: str = START, limit: int = 500) -> tuple[list[dict[str, Any]], str]:
    """All entries after a cursor, page by page, and the cursor to go on from. Raises: GatewayError."""
    items: list[dict[str, Any]] = []
    while True:
        found = await page(client, since, limit)
        items, since = [*items, *found.items], found.next
        if not found.has_more:
            return items, since


def document(reply: Reply) -> dict[str, Any]:
    """What was answered. Raises: GatewayError for anything but 200, ForkedError for a cursor of a lost history."""
    if reply.code == "cursor_forked":
        raise ForkedError(str(reply))
    if reply.status != _OK or not isinstance(reply.document, dict):
        raise GatewayError(str(reply))
    return reply.document


def folded(fold: str, hashes: list[str]) -> str:
    """The fold goes on: SHA-256 over the fold before and the next hash, both as hexadecimal letters."""
    for each in hashes:
        fold = hashlib.sha256((fold + each).encode()).hexdigest()
    return fold


def hash_of(item: Mapping[str, Any]) -> str:
    """An entry's hash, made again from what it says."""
    names = ("seq", "epoch", "key", "kind", "at", "public", "personal_sha256")
    return hashlib.sha256(item["prev"].encode() + canonical({name: item[name] for name in names})).hexdigest()


def personal_hash_of(item: Mapping[str, Any]) -> str:
    """The digest of an entry's personal part, made again from the part and its salt."""
    return hashlib.sha256(item["salt"].encode() + canonical(item["personal"])).hexdigest()


def canonical(value: object) -> bytes:
    """Sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


class Copy:
    """What the reference receiver pulled so far; whoever asks while it pulls waits for its turn."""

    def __init__(self, client: GatewayClient) -> None:
        self._client, self._turn = client, asyncio.Lock()
        self._lineage, self.pulled = "", _NOTHING

    async def go_on(self) -> None:
        """Pull what is new. What cannot be had now is had at the next event."""
        async with self._turn:
            with suppress(GatewayError):
                self._lineage, self.pulled = await self._new()

    async def _new(self) -> tuple[str, Pulled]:
        """What is held after this, with a new token when the old one is over. Raises: GatewayError."""
        try:
            return await self._after(self._lineage, self.pulled)
        except GatewayError:
            document(await self._client.log_in())
            return await self._after(self._lineage, self.pulled)

    async def _after(self, lineage: str, held: Pulled) -> tuple[str, Pulled]:
        """With all that came since; all of it anew when a history was lost, or the units go on from others since."""
        while True:
            try:
                found = await page(self._client, held.cursor)
            except ForkedError:
                held = _NOTHING
                continue
            if held.cursor != START and found.lineage != lineage:
                held = _NOTHING
                continue
            lineage, count = found.lineage, held.count + len(found.items)
            fold = folded(held.fold, [item["hash"] for item in found.items])
            held = Pulled(cursor=found.next, count=count, fold=fold)
            if not found.has_more:
                return lineage, held
