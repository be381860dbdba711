"""The outermost layer of every service's HTTP: limits, security headers, one log line and one measure a request."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from uuid import UUID, uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime.failpoints import Failpoint, reached_soon
from shared.runtime.metrics import HTTP_REQUESTS, HTTP_SECONDS
from shared.runtime.web.problems import REQUEST_ID, ProblemError, respond, technical, unavailable
from shared.runtime.web.proxies import Network, scheme

MIB: Final = 1024 * 1024
METER: Final = "kipthoi.meter"

API_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}

PAGE_HEADERS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}

QUIET = "x-quiet"
"""Marks a route whose requests leave no line in the log, such as a secret ballot."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("http")


@dataclass(slots=True)
class Meter:
    """Counts and hashes one request's body as it streams by, and stops it at its limit."""

    receive: Receive
    declared: int | None
    limit: int = MIB
    total: int = 0
    is_complete: bool = False
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    async def __call__(self) -> Message:
        """Receive the next part. Raises: ProblemError (too_large)."""
        if self.declared is not None and self.declared > self.limit:
            raise self._too_large()
        message = await self.receive()
        if message["type"] == "http.request":
            part = message.get("body", b"")
            self.total += len(part)
            if self.total > self.limit:
                raise self._too_large()
            self.digest.update(part)
            self.is_complete = not message.get("more_body", False)
        return message

    def _too_large(self) -> ProblemError:
        return ProblemError(technical("too_large", limit=self.limit))


@dataclass(slots=True)
class _Reply:
    """What is sent: headers added where the application set none, the status remembered."""

    send: Send
    headers: Mapping[str, str]
    status: int = 0
    is_stream: bool = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in self.headers.items():
                headers.setdefault(name, value)
            self.status = message["status"]
            self.is_stream = headers.get("content-type", "").startswith("text/event-stream")
        await self.send(message)


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 503, to be asked again."""
    await respond(unavailable())(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Edge:
    """Wraps an application. `is_open` is asked before each request; while it says no, `closed` answers.

    `proxies` are believed when they say that they were asked by https: addresses that are answered name it then.
    """

    app: ASGIApp
    is_open: Callable[[], bool] = lambda: True
    closed: ASGIApp = refuse
    headers: Mapping[str, str] = field(default_factory=lambda: API_HEADERS)
    proxies: Sequence[Network] = ()
    new_id: Callable[[], UUID] = uuid4
    seconds: Callable[[], float] = time.perf_counter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection. Nothing that goes wrong inside reaches the server or the client unworded."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = self.seconds()
        if self.proxies:
            scope["scheme"] = scheme(HTTPConnection(scope), self.proxies)
        request_id = str(self.new_id())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(correlation_id=request_id)
        reply = _Reply(send, {**self.headers, "X-Request-Id": request_id})
        try:
            await self._answer(scope, receive, reply, request_id)
        finally:
            self._record(scope, reply, self.seconds() - began)

    async def _answer(self, scope: Scope, receive: Receive, reply: _Reply, request_id: str) -> None:
        if not self.is_open():
            await self.closed(scope, receive, reply)
            return
        scope[REQUEST_ID] = request_id
        scope[METER] = meter = Meter(receive, _declared(scope))
        try:
            await self.app(scope, meter, reply)
            if scope["method"] == "POST" and reply.status < HTTPStatus.BAD_REQUEST:
                reached_soon(Failpoint.AFTER_ACK_SENT)
        except ProblemError as refused:
            if not reply.status:
                await respond(refused.problem)(scope, receive, reply)
        except Exception as error:
            log.exception("unexpected", exc_info=error)
            if not reply.status:
                await respond(technical("internal", quote=request_id))(scope, receive, reply)

    def _record(self, scope: Scope, reply: _Reply, seconds: float) -> None:
        route = template(scope)
        status = str(reply.status or HTTPStatus.INTERNAL_SERVER_ERROR.value)
        HTTP_REQUESTS.labels(route, status).inc()
        if not reply.is_stream:
            HTTP_SECONDS.labels(route, status).observe(seconds)
        if is_quiet(scope):
            return
        log.info("answered", route=route, method=scope["method"], status=status, ms=round(seconds * 1000, 1))


def template(scope: Scope) -> str:
    """The route's own form, such as `/cases/{case_id}`: never the address, which may name a person or a case."""
    route = scope.get("route")
    return str(getattr(route, "path_format", None) or getattr(route, "path", None) or "unmatched")


def is_quiet(scope: Scope) -> bool:
    """Whether the route keeps who asked, and when, out of the logs."""
    return QUIET in (getattr(scope.get("route"), "openapi_extra", None) or {})


def body_meter(request: Request) -> Meter:
    """The meter of a request. Raises: KeyError outside an Edge."""
    meter: Meter = request.scope[METER]
    return meter


def _declared(scope: Scope) -> int | None:
    value = Headers(scope=scope).get("content-length", "")
    return int(value) if value.isdecimal() else None
