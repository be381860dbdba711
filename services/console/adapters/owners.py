"""The owners over HTTP: every call carries the person's own token, every change its key."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import httpx

from services.console.usecases.ports import Complaint, Json, OwnerDownError, OwnerRefusedError, SignIn, Upload
from shared.runtime.web.client import http_client

_WAITS: Final = (0.3, 1.2)
_TIMEOUT: Final = httpx.Timeout(6.0, connect=1.0)
_UPLOAD_TIMEOUT: Final = httpx.Timeout(6.0, connect=1.0, write=60.0)
_PART: Final = 64 * 1024
_AWAY: Final = frozenset({502, 503, 504})


class HttpOwners:
    """Calls the owners at their addresses, by the first part of the path."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self._addresses = addresses
        self._client = http_client(timeout=_TIMEOUT)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def ask(self, who: SignIn | None, path: str, **query: str) -> Any:
        """As the port says."""
        reply = await self._send("GET", who, path, params=query)
        return reply.json()

    async def fetch(self, who: SignIn, path: str, **query: str) -> bytes:
        """As the port says."""
        return (await self._send("GET", who, path, params=query)).content

    async def act(self, who: SignIn, path: str, body: Json, key: str, *, version: int | None = None) -> Json:
        """As the port says. Three tries with one key are one command."""
        seen = {} if version is None else {"If-Match": f'"{version}"'}
        for wait in _WAITS:
            try:
                return await self._changed(who, path, key, seen, json=dict(body))
            except OwnerDownError:
                await asyncio.sleep(wait)
        return await self._changed(who, path, key, seen, json=dict(body))

    async def store(self, who: SignIn, name: str, kind: str, content: Upload, key: str) -> Json:
        """As the port says."""
        digest = hashlib.sha256()
        async for part in _parts(content):
            digest.update(part)
        query = {"name": name, "kind": kind, "sha256": digest.hexdigest()}
        headers = {"Content-Type": "application/octet-stream"}
        return await self._changed(
            who,
            "nominations/evidence",
            key,
            params=query,
            content=_parts(content),
            extra_headers=headers,
            timeout=_UPLOAD_TIMEOUT,
        )

    async def _changed(
        self, who: SignIn, path: str, key: str, extra_headers: Mapping[str, str] | None = None, **request: Any
    ) -> Json:
        headers = {"Idempotency-Key": key, **(extra_headers or {})}
        answer = (await self._send("POST", who, path, extra_headers=headers, **request)).json()
        return answer if isinstance(answer, dict) else {}

    async def _send(
        self, method: str, who: SignIn | None, path: str, extra_headers: Mapping[str, str] | None = None, **request: Any
    ) -> httpx.Response:
        owner, _, rest = path.partition("/")
        if {".", ".."} & set(rest.split("/")):
            raise OwnerRefusedError(HTTPStatus.NOT_FOUND, "Không có mục này.")
        token = {} if who is None else {"Authorization": f"Bearer {who.token}"}
        headers = {**token, **(extra_headers or {})}
        try:
            reply = await self._client.request(
                method, f"{self._addresses[owner]}/{quote(rest, safe='/')}", headers=headers, **request
            )
        except httpx.HTTPError as error:
            raise OwnerDownError(f"{owner}: {type(error).__name__}") from error
        if reply.status_code in _AWAY:
            raise OwnerDownError(f"{owner}: {reply.status_code}")
        if reply.is_error:
            raise _refused(reply)
        return reply


async def _parts(content: Upload) -> AsyncIterator[bytes]:
    """A file from its beginning."""
    await content.seek(0)
    while part := await content.read(_PART):
        yield part


def _refused(reply: httpx.Response) -> OwnerRefusedError:
    """The owner's problem document in its own words."""
    try:
        problem = reply.json()
    except ValueError:
        problem = {}
    if not isinstance(problem, dict):
        problem = {}
    sentence = str(problem.get("title") or f"Không thực hiện được ({reply.status_code}).")
    found = [_complaint(error) for error in problem.get("errors", []) if isinstance(error, dict)]
    params = problem.get("params")
    return OwnerRefusedError(
        status=reply.status_code,
        code=str(problem.get("code", "")),
        sentence=sentence,
        way_out=str(problem.get("way_out_vi") or ""),
        complaints=[one for one in found if one.sentence and one.sentence != sentence],
        params=params if isinstance(params, dict) else {},
    )


def _complaint(error: Mapping[str, Any]) -> Complaint:
    sentence = f"{error.get('message_vi', '')} {error.get('way_out_vi', '')}".strip()
    return Complaint(str(error.get("path") or ""), sentence)
