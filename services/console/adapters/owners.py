"""The services that own what the pages show and change, over HTTP with the person's own token."""

import asyncio
import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import httpx

from services.console.usecases.ports import Json, OwnerDownError, OwnerRefusedError, SignIn

_PAUSES: Final = (0.2, 0.8, 2.0)
_TIMEOUT_SECONDS: Final = 4.0
_DOWN: Final = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})


class HttpOwners:
    """Asks and acts. `addresses` maps an owner's name to its origin."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self._addresses = addresses
        self._client: httpx.AsyncClient | None = None

    async def start(self) -> None:
        """Open the connection pool."""
        self._client = httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False)

    async def stop(self) -> None:
        """Close the connection pool."""
        if self._client is not None:
            await self._client.aclose()

    async def ask(self, who: SignIn, path: str, **query: str) -> Any:
        """As the port says."""
        return (await self._once("GET", who, path, params=query)).json()

    async def act(self, who: SignIn, path: str, body: Json, key: str) -> Json:
        """As the port says."""
        reply = await self._tried("POST", who, path, json=dict(body), headers={"Idempotency-Key": key})
        told: Json = reply.json()
        return told

    async def store(self, who: SignIn, name: str, kind: str, content: bytes, key: str) -> Json:
        """As the port says."""
        asked = {"name": name, "kind": kind, "sha256": hashlib.sha256(content).hexdigest()}
        headers = {"Idempotency-Key": key}
        reply = await self._tried("POST", who, "nominations/evidence", params=asked, content=content, headers=headers)
        told: Json = reply.json()
        return told

    async def _tried(self, method: str, who: SignIn, path: str, **what: Any) -> httpx.Response:
        """The same key each time, so a try whose answer was lost is not done twice."""
        for pause in _PAUSES:
            try:
                return await self._once(method, who, path, **what)
            except OwnerDownError:
                await asyncio.sleep(pause)
        return await self._once(method, who, path, **what)

    async def _once(self, method: str, who: SignIn, path: str, **what: Any) -> httpx.Response:
        owner, _, rest = path.partition("/")
        headers = {"Authorization": f"Bearer {who.token}", **what.pop("headers", {})}
        if self._client is None:
            raise OwnerDownError(owner)
        try:
            reply = await self._client.request(method, f"{self._addresses[owner]}/{rest}", headers=headers, **what)
        except httpx.TransportError as error:
            raise OwnerDownError(owner) from error
        if reply.status_code in _DOWN:
            raise OwnerDownError(owner)
        if reply.is_error:
            raise _refused(reply)
        return reply


def _refused(reply: httpx.Response) -> OwnerRefusedError:
    try:
        problem = reply.json()
    except ValueError:
        problem = {}
    reasons = [
        f"{error.get('path', '')}: {error['message_vi']}".lstrip(": ")
        for error in problem.get("errors", ())
        if error.get("message_vi")
    ]
    title = problem.get("title", "Yêu cầu không thực hiện được.")
    return OwnerRefusedError(reply.status_code, title, problem.get("way_out_vi") or "", reasons)
