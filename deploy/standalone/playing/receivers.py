"""Systems of clients on this machine, each at a path of its own: they take what comes and answer as they were told."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc.util import urlsafe_b64decode

from deploy.standalone.addresses import LOOPBACK
from deploy.standalone.playing.asking import Answer, Requests, Wish


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class _Receiver:
    """`allows` knows the handshake of CloudEvents, `echoes` gives a challenge back, `status` is what the rest gets."""

    allows: bool = False
    echoes: bool = False
    status: int = 204
    calls: list[_Call] = field(default_factory=list)


class Receivers:
    """All of them, on one port, while it is entered."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._receivers: dict[str, _Receiver] = {}
        app = web.Application()
        app.router.add_route("*", "/{name}", self._take)
        self._runner = web.AppRunner(app)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, self._port).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def set(self, name: str, *, allows: bool = False, echoes: bool = False, status: int = 204) -> dict[str, str]:
        """From now on the one of this name answers so. What it was sent before stays; where it listens."""
        known = self._receivers.setdefault(name, _Receiver())
        known.allows, known.echoes, known.status = allows, echoes, status
        return {"url": f"http://{LOOPBACK}:{self._port}/{name}"}

    def calls(self, name: str, keys: list[dict[str, str]]) -> list[dict[str, Any]]:
        """What the one of this name was sent, in its order, and by which of these keys it is signed."""
        known = self._receivers.get(name, _Receiver())
        return [{"method": call.method, **_event(call.body), "signed_by": signers(call, keys)} for call in known.calls]

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        known = self._receivers.get(request.match_info["name"])
        if known is None:
            return web.Response(status=404)
        headers = {name.lower(): value for name, value in request.headers.items()}
        known.calls.append(_Call(request.method, headers, body))
        if request.method == "OPTIONS":
            allowed = {"WebHook-Allowed-Origin": headers.get("webhook-request-origin", "")} if known.allows else {}
            return web.Response(status=200 if known.allows else 405, headers=allowed)
        challenge = _event(body).get("data", {}).get("challenge")
        if known.echoes and challenge is not None:
            return web.json_response({"challenge": challenge})
        return web.Response(status=known.status)


async def at_receiver(receivers: Receivers, requests: Requests, wish: Wish) -> Answer:
    """Tell one how to answer, as `{url}`, or see what it was sent, as `{items, count}`.

    `signed_by` of what was sent names the keys of those that a `client` publishes now.
    """
    if wish.do == "set_receiver":
        return Answer(200, receivers.set(**wish.values), 0.0)
    keys: list[dict[str, str]] = []
    if "client" in wish.values:
        asked = Wish(None, "see_webhook_keys", {"client": wish.values["client"]}, key="")
        answer = await requests.send(asked)
        if not answer.is_success:
            return answer
        keys = answer.body["keys"]
    items = receivers.calls(str(wish.values["name"]), keys)
    return Answer(200, {"items": items, "count": len(items)}, 0.0)


def signers(call: _Call, keys: list[dict[str, str]]) -> list[str]:
    """The `kid` of each key by which a call is signed. Source: Standard Webhooks, `v1a`."""
    signed = [value.partition(",")[2] for value in call.headers.get("webhook-signature", "").split()]
    content = ".".join(call.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp")).encode()
    return [key["kid"] for key in keys if any(_holds(key, each, content + b"." + call.body) for each in signed)]


def _holds(key: Mapping[str, str], signature: str, content: bytes) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(key["x"].encode()))
        public.verify(base64.b64decode(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _event(body: bytes) -> dict[str, Any]:
    return dict(json.loads(body)) if body else {}
