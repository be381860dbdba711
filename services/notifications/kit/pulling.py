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


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it came."""

    items: list[dict[str, Any]]
    next: str
    has_more: bool


async def page(client: GatewayClient, since: str, limit: int = 500) -> Page:
    """The entries after a cursor. Raises: GatewayError."""
    reply = await client.get(AWARDS, since=since, limit=limit)
    told = document(reply)
    return Page(told["items"], told["next"], told["has_more"])


async def all_pages(client: GatewayClient, since: str = START, limit: int = 500) -> tuple[list[dict[str, Any]], str]:
    """All entries after a cursor, page by page, and the cursor to go on from. Raises: GatewayError."""
    items: list[dict[str, Any]] = []
    while True:
        found = await page(client, since, limit)
        items, since = [*items, *found.items], found.next
        if not found.has_more:
            return items, since


def document(reply: Reply) -> dict[str, Any]:
    """What was answered. Raises: GatewayError for anything but 200."""
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
        self.pulled = Pulled(cursor=START, count=0, fold=EMPTY_FOLD)

    async def go_on(self) -> None:
        """Pull what is new. What cannot be had now is had at the next event."""
        async with self._turn:
            with suppress(GatewayError):
                items, cursor = await self._new()
                fold = folded(self.pulled.fold, [item["hash"] for item in items])
                self.pulled = Pulled(cursor=cursor, count=self.pulled.count + len(items), fold=fold)

    async def _new(self) -> tuple[list[dict[str, Any]], str]:
        """What came since, with a new token when the old one is over. Raises: GatewayError."""
        try:
            return await all_pages(self._client, self.pulled.cursor)
        except GatewayError:
            document(await self._client.log_in())
            return await all_pages(self._client, self.pulled.cursor)
