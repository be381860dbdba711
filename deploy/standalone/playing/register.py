"""Reads the public register as a program would, and proves its chain with an own computation."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from deploy.standalone.playing.asking import Answer, Requests, Wish

_PAGE = 200
_GENESIS = "0" * 64
_LINKED = ("epoch", "key", "kind", "at", "public", "personal_sha256")


async def read_register(requests: Requests) -> Answer:
    """All entries as `{items, count, chain}`; chain is `valid` or the number of the first entry that breaks it."""
    items: list[dict[str, Any]] = []
    cursor = 0
    while True:
        answer = await requests.send(Wish(None, "see_awards_page", {"since": cursor, "limit": _PAGE}, key=""))
        if not answer.is_success:
            return answer
        items += answer.body["items"]
        cursor = answer.body["next"]
        if not answer.body["has_more"]:
            whole = {"items": items, "count": len(items), "chain": chain_of(items)}
            return Answer(answer.status, whole, answer.ms)


def chain_of(items: list[dict[str, Any]]) -> str | int:
    """`valid`, or the number of the first entry that does not follow from the one before."""
    before = _GENESIS
    for number, item in enumerate(items, start=1):
        if item["cursor"] != number or item["prev"] != before or item["hash"] != _hash(item):
            return number
        before = item["hash"]
    return "valid"


def _hash(item: Mapping[str, Any]) -> str:
    content = {"seq": item["cursor"], **{name: item[name] for name in _LINKED}}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((item["prev"] + text).encode()).hexdigest()
