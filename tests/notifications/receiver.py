"""A client's system on a real socket: it checks what it is sent as a receiver should, and answers as it was told."""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc.util import urlsafe_b64decode


class Receiver:
    """`knows` is the handshake of CloudEvents, `echoes` the challenge; without either it only takes what comes."""

    def __init__(self, *, knows: str = "", echoes: bool = False, status: int = 200) -> None:
        self.knows, self.echoes, self.status = knows, echoes, status
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/kipthoi"

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for method, _, body in self.asked if method == "POST"]

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.asked.append((request.method, {name.lower(): text for name, text in request.headers.items()}, body))
        if request.method == "OPTIONS":
            headers = {"WebHook-Allowed-Origin": self.knows} if self.knows else {}
            return web.Response(status=200 if self.knows else 405, headers=headers)
        if not self.echoes:
            return web.Response(status=self.status)
        return web.json_response({"challenge": json.loads(body)["data"].get("challenge")}, status=self.status)


def is_signed(headers: dict[str, str], body: bytes, jwk: dict[str, str]) -> bool:
    """Whether a call carries the signature of a published key, checked with nothing of the signer's."""
    key = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(jwk["x"].encode()))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return any(_holds(key, text, content) for text in headers["webhook-signature"].split())


def _holds(key: Ed25519PublicKey, text: str, content: bytes) -> bool:
    version, _, signature = text.partition(",")
    try:
        key.verify(base64.b64decode(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return version == "v1a"


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[Receiver]:
    """The receiver, listening."""
    app = web.Application()
    app.router.add_route("*", "/kipthoi", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.port = runner.addresses[0][1]
    try:
        yield receiver
    finally:
        await runner.cleanup()
