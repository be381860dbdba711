"""A stand-in for the owners over real HTTP: it remembers what it was asked and answers as it is told."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from tests.console.story import FILE, NUMBER
from tests.shared.runtime.web.serving import serving

Answer = tuple[int, Any]

CONTENT: dict[str, Any] = {
    "id": str(FILE),
    "number": NUMBER,
    "subject_name": "Tổ chấp hành viên <i>số 3</i>",
    "subject_ref": "TT-21",
    "unit_id": "THADS-HP",
    "citation_vi": "Xong 310 việc",
    "deed_id": str(FILE),
    "deed_title_vi": "Xong 310 việc",
    "achievement_report": "Báo cáo",
    "occurred_from": "2026-10-01",
    "occurred_to": "2026-10-03",
    "known_on": "2026-10-04",
    "evidence": [],
    "deed_evidence": [],
    "candidates": [],
    "repeats": None,
    "reasons": [],
    "decided": [],
    "alternatives": [],
    "year": None,
    "rerouted_to": None,
}

DEED = {
    "id": str(FILE),
    "version": 7,
    "title_vi": "Xong 310 việc",
    "story_vi": "Báo cáo",
    "field": "Thi hành án",
    **dict.fromkeys(("occurred_from", "occurred_to", "known_on"), "2026-10-03"),
    "results": [],
    "contributors": [],
}


@dataclass
class Asked:
    """One request that came."""

    method: str
    path: str
    key: str
    token: str
    body: bytes
    query: Mapping[str, str]
    seen: str | None


@dataclass
class StandIn:
    """Answers by method and path; a list of answers is given one after the other, the last for ever."""

    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    address: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        headers = request.headers
        one = Asked(
            request.method,
            request.url.path,
            headers.get("idempotency-key", ""),
            headers.get("authorization", ""),
            await request.body(),
            dict(request.query_params),
            headers.get("if-match"),
        )
        self.asked.append(one)
        await self._reply(one)(scope, receive, send)

    def _reply(self, one: Asked) -> Response:
        found = self.answers.get(f"{one.method} {one.path}", (404, {"code": "OUT_OF_SCOPE", "title": "Không có."}))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        status, content = found
        return JSONResponse(content, status)

    def keys(self, path: str) -> list[str]:
        return [one.key for one in self.asked if one.method == "POST" and one.path == path]


@asynccontextmanager
async def standing_in(**answers: Answer | list[Answer]) -> AsyncIterator[StandIn]:
    """A stand-in that is listening."""
    stand_in = StandIn(dict(answers))
    async with serving(stand_in) as client:
        stand_in.address = str(client.base_url).rstrip("/")
        yield stand_in
