"""The service of nominations over HTTP: every call in the name of a client, every change under its key."""

import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

import httpx

from services.notifications.adapters.gateway.vouching import NoGatewayKeyError, Vouching
from services.notifications.domain.client import Client
from services.notifications.domain.item import Remark
from services.notifications.usecases.intake.ports import OwnerFailedError, OwnerRefusedError
from shared.kernel.errors import UnavailableError
from shared.runtime.web.client import http_client

_SERVICE: Final = "nominations"
_TIMEOUT: Final = httpx.Timeout(4.0, connect=1.0)
_NOT_NOW: Final = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_AGAIN: Final = frozenset({"changed_by_another", "already_exists", "taken"})
_CATALOGUES: Final = frozenset({"/forms", "/movements"})
_FRESH_SECONDS: Final = 30.0


class HttpNominations:
    """Calls the owner at its address. Catalogues, which are the same for everybody, are asked for twice a minute."""

    def __init__(self, url: str, vouching: Vouching) -> None:
        self._url, self._vouching = url, vouching
        self._client = http_client(timeout=_TIMEOUT)
        self._kept: dict[str, tuple[float, Any]] = {}

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def act(self, client: Client, path: str, body: Mapping[str, Any], key: UUID) -> Mapping[str, Any]:
        """As the port says."""
        made: Mapping[str, Any] = await self._send(client, "POST", path, {"Idempotency-Key": str(key)}, dict(body))
        return made

    async def ask(self, client: Client, path: str) -> Any:
        """As the port says."""
        until, kept = self._kept.get(path, (0.0, None))
        if time.monotonic() < until:
            return kept
        found = await self._send(client, "GET", path, {}, None)
        if path in _CATALOGUES:
            self._kept[path] = (time.monotonic() + _FRESH_SECONDS, found)
        return found

    async def _send(self, client: Client, method: str, path: str, headers: Mapping[str, str], body: Any) -> Any:
        try:
            bearer = f"Bearer {self._vouching.token(client, _SERVICE)}"
            sent = {**headers, "Authorization": bearer}
            reply = await self._client.request(method, f"{self._url}{path}", headers=sent, json=body)
        except (httpx.TransportError, NoGatewayKeyError) as error:
            raise UnavailableError(str(error)) from error
        if not reply.is_success:
            raise _refusal(reply)
        try:
            return reply.json()
        except ValueError as error:
            raise OwnerFailedError("an answer that is no JSON") from error


def _refusal(reply: httpx.Response) -> Exception:
    """What a refusal means: not now, no, or that the owner does not know what to say."""
    problem = _problem(reply)
    code = str(problem.get("code", ""))
    if reply.status_code in _NOT_NOW or code in _AGAIN:
        return UnavailableError(f"{reply.status_code} {code}")
    if reply.is_server_error or not code:
        return OwnerFailedError(f"{reply.status_code} {code}")
    field = next((str(one.get("path", "")) for one in problem.get("errors", ())), "")
    return OwnerRefusedError(Remark(code, field, {}, str(problem.get("detail", "")), str(problem.get("detail_en", ""))))


def _problem(reply: httpx.Response) -> Mapping[str, Any]:
    try:
        found = reply.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
