"""The reference receiver: what docs/integration.md asks of a system outside, in one small program."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web

from services.notifications.kit.books import Books
from services.notifications.kit.verifying import NotProvenError, Signatures
from shared.kernel.clock import Clock, now_utc

PATH: Final = "/kipthoi"
MOST_BYTES: Final = 64 * 1024
_VERIFICATION: Final = "endpoint.verification"


class Receiver:
    """Answers at one address, and nowhere else. `origin` is whose calls it wants; `pull` reads the register on."""

    def __init__(
        self,
        signatures: Signatures,
        books: Books,
        *,
        origin: str,
        pull: Callable[[], Awaitable[None]] | None = None,
        clock: Clock = now_utc,
    ) -> None:
        self.signatures, self.books = signatures, books
        self.pull, self._origin, self._clock = pull, origin, clock
        self.pulling: set[asyncio.Task[None]] = set()

    def app(self) -> web.Application:
        """The three methods of its address."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_route("OPTIONS", PATH, self.agree)
        app.router.add_post(PATH, self.take)
        app.router.add_get(PATH, self.tell)
        return app

    async def agree(self, request: web.Request) -> web.Response:
        """The handshake of CloudEvents: calls of this origin are wanted."""
        if request.headers.get("WebHook-Request-Origin") != self._origin:
            return web.Response(status=403)
        return web.Response(headers={"WebHook-Allowed-Origin": self._origin, "WebHook-Allowed-Rate": "*"})

    async def take(self, request: web.Request) -> web.Response:
        """One call: prove, read, enter, answer."""
        body = await request.read()
        headers = {name.lower(): text for name, text in request.headers.items()}
        try:
            message_id = await self.signatures.check(headers, body, self._clock().timestamp())
        except NotProvenError as error:
            return web.json_response({"why": str(error)}, status=401)
        try:
            return self.answer(message_id, json.loads(body))
        except (ValueError, KeyError, TypeError):
            return web.json_response({"why": "not an event"}, status=400)

    def answer(self, message_id: str, event: dict[str, Any]) -> web.Response:
        """What a proven event is answered. Raises: ValueError, KeyError, TypeError when it is none."""
        if event["type"] == _VERIFICATION:
            return web.json_response({"challenge": event["data"]["challenge"]})
        self.books.enter(message_id, event["type"], event["subject"], int(event.get("sequence", 0)))
        if self.pull is not None:
            task = asyncio.ensure_future(self.pull())
            self.pulling.add(task)
            task.add_done_callback(self.pulling.discard)
        return web.Response(status=204)

    async def tell(self, _: web.Request) -> web.Response:
        """The sandbox report."""
        return web.json_response(text=self.books.report().model_dump_json())
