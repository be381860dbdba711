"""Plays on a receiver what no real gateway can be made to: a merger of units, and a history that was lost.

It stands in front of the sandbox, and passes on whatever it is asked until a scene is played.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import aiohttp
from aiohttp import web

from services.notifications.kit.pulling import AWARDS, DIGEST, EMPTY_FOLD, START, folded, hash_of, personal_hash_of

_GATEWAY: Final = "/integration/v1/{anything:.*}"
_UNITS: Final = "/integration/v1/catalogues/units"
_SECONDS: Final = aiohttp.ClientTimeout(total=60)
_PASSED_ON: Final = frozenset(
    {"authorization", "content-type", "content-digest", "signature", "signature-input", "idempotency-key"}
)
_GIVEN_BACK: Final = ("content-type", "retry-after", "idempotency-replayed", "www-authenticate")
_SALT: Final = "5f" * 32
_OWN: Final = "KIT-1"
_BEFORE: Final = "KIT-2"
_PROBLEM: Final = "application/problem+json"


Entry = Mapping[str, Any]
"""As a gateway shows it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A register as one client sees it. `units` are those whose entries it sees; a cursor of none of `entries` is lost.

    `lost` is the cursor of the last entry of a history that ended in a restore, with the one to resume from.
    """

    entries: tuple[Entry, ...]
    units: frozenset[str]
    lost: tuple[str, str] = ("", START)

    @property
    def lineage(self) -> str:
        """Another one for other units."""
        return hashlib.sha256("\n".join(sorted(self.units)).encode()).hexdigest()[:16]

    def seen(self, unit: str = "") -> list[Entry]:
        """The entries in their order, of one unit or of all."""
        wanted = {unit} if unit else self.units
        return [entry for entry in self.entries if entry["public"]["unit_id"] in wanted & self.units]

    def fold(self, until: int | None = None, unit: str = "") -> tuple[int, str]:
        """How many entries are seen up to a number, and the fold of their hashes."""
        hashes = [str(entry["hash"]) for entry in self.seen(unit) if until is None or entry["seq"] <= until]
        return len(hashes), folded(EMPTY_FOLD, hashes)

    def place(self, cursor: str) -> int | None:
        """The number of the entry that a cursor stands behind; None for one of a lost history."""
        if cursor == START:
            return 0
        return next((int(entry["seq"]) for entry in self.entries if entry["cursor"] == cursor), None)


def _entries(epoch: str, units: Sequence[str], after: Sequence[Entry] = ()) -> tuple[Entry, ...]:
    made = list(after)
    for unit in units:
        seq = len(made) + 1
        award = str(uuid5(NAMESPACE_URL, f"kit/{epoch}/{seq}"))
        entry: dict[str, Any] = {
            "cursor": f"{epoch}.{seq}",
            "seq": seq,
            "epoch": epoch,
            "key": award,
            "kind": "award.published",
            "at": "2026-10-13T02:30:00.000+00:00",
            "public": {"award_id": award, "number": f"{seq}/QĐ-KIT", "unit_id": unit, "unit_path": [unit]},
            "personal": {"subject_label": f"Người mẫu {seq}", "subject_ref": f"KIT-{seq}"},
            "salt": _SALT,
            "prev": made[-1]["hash"] if made else EMPTY_FOLD,
        }
        entry["personal_sha256"] = personal_hash_of(entry)
        made.append({**entry, "hash": hash_of(entry)})
    return tuple(made)


_TOLD: Final = _entries("kit1", (_OWN, _BEFORE, _OWN, _OWN))
ALONE: Final = Scene(_TOLD, frozenset({_OWN}))
"""The register of one unit, which nothing went into yet."""
MERGED: Final = replace(ALONE, units=frozenset({_OWN, _BEFORE}))
"""Another unit went into it: what was entered of that one before is to be seen, in the middle of what is held."""
RESTORED: Final = Scene(_entries("kit2", (_OWN, _OWN), _TOLD[:3]), ALONE.units, lost=("kit1.4", "kit1.3"))
"""The house came back without the last entry; what follows stands in another epoch."""


class Stage:
    """What stands at `url` for the receiver, in front of `gateway`."""

    def __init__(self, gateway: str) -> None:
        self._gateway, self.url = gateway.rstrip("/"), ""
        self.scene: Scene | None = None
        self.asked = 0

    def add_to(self, app: web.Application) -> None:
        """Its routes."""
        app.router.add_route("*", _GATEWAY, self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        plays = {AWARDS: _page, DIGEST: _digest, _UNITS: _units}
        if self.scene is None or request.path not in plays:
            return await self._passed_on(request)
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return _problem(HTTPStatus.UNAUTHORIZED, "token_invalid")
        return plays[request.path](self.scene, request.query)

    async def _passed_on(self, request: web.Request) -> web.Response:
        headers = {name: text for name, text in request.headers.items() if name.lower() in _PASSED_ON}
        where, body = f"{self._gateway}{request.path_qs}", await request.read()
        try:
            async with (
                aiohttp.ClientSession(timeout=_SECONDS) as session,
                session.request(request.method, where, headers=headers, data=body or None) as reply,
            ):
                told = {name: reply.headers[name] for name in _GIVEN_BACK if name in reply.headers}
                return web.Response(status=reply.status, body=await reply.read(), headers=told)
        except (aiohttp.ClientError, TimeoutError):
            return _problem(HTTPStatus.BAD_GATEWAY, "unavailable")


def _page(scene: Scene, query: Mapping[str, str]) -> web.Response:
    since, limit = query.get("since", START), int(query.get("limit", "500"))
    place = scene.place(since)
    if place is None:
        return _forked(scene, since)
    found = [entry for entry in scene.seen(query.get("unit", "")) if entry["seq"] > place]
    items, last = found[:limit], found[:limit][-1]["cursor"] if found else since
    page = {"items": items, "next": last, "has_more": len(found) > limit, "lineage": scene.lineage}
    return web.json_response(page)


def _digest(scene: Scene, query: Mapping[str, str]) -> web.Response:
    until = query.get("until")
    place = None if until is None else scene.place(until)
    if until is not None and place is None:
        return _forked(scene, until)
    count, fold = scene.fold(place, query.get("unit", ""))
    head = scene.entries[-1]
    told = {"count": count, "fold": fold, "head": head["seq"], "head_hash": head["hash"], "lineage": scene.lineage}
    return web.json_response(told)


def _units(scene: Scene, query: Mapping[str, str]) -> web.Response:
    heirs = {_OWN: [], _BEFORE: [_OWN]}
    items = [{"unit_id": unit, "codes": [], "succeeded_by": heirs[unit]} for unit in sorted(scene.units)]
    is_changed = query.get("since") != scene.lineage
    return web.json_response({"items": items if is_changed else [], "next": scene.lineage, "is_changed": is_changed})


def _forked(scene: Scene, cursor: str) -> web.Response:
    ended, resume_from = scene.lost
    return _problem(HTTPStatus.CONFLICT, "cursor_forked", resume_from=resume_from if cursor == ended else START)


def _problem(status: HTTPStatus, code: str, **params: str) -> web.Response:
    told = {"status": int(status), "title": status.phrase, "code": code, **params}
    return web.json_response(told, status=status, content_type=_PROBLEM)
