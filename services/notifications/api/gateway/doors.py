"""How a route for outside systems is declared: who may use it, what proves a write, and how often it is done."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.notifications.api.gateway.certificates import ends_at, thumbprint
from services.notifications.api.gateway.strict import read
from services.notifications.domain.client import Client, Scope
from services.notifications.domain.client_rate import ClientRate
from services.notifications.domain.message_signature import Request as Message
from services.notifications.usecases.gateway.answer_once import Answer
from services.notifications.usecases.gateway.build import GatewayUseCases
from services.notifications.usecases.gateway.ports import TurnedAwayError
from shared.kernel.clock import Clock
from shared.runtime.metrics import GATEWAY_REJECTED
from shared.runtime.web.auth import TokenError
from shared.runtime.web.doors import bearer_token, door, idempotency_key, policy_of
from shared.runtime.web.edge import MIB, body_meter
from shared.runtime.web.problems import Problem, ProblemError, problem_of, technical, unavailable
from shared.runtime.web.proxies import Network, address

SCOPES: Final[Mapping[str, Scope | None]] = {
    "client_award.read": Scope.AWARDS_READ,
    "client_catalogue.read": Scope.CATALOGUE_READ,
    "client_nomination.send": Scope.NOMINATIONS_WRITE,
    "client_result.send": Scope.RESULTS_WRITE,
    "client_job.read": None,
}
"""The scope that each action needs; none for what a client sent itself."""

LARGEST: Final = MIB
NDJSON: Final = "application/x-ndjson"
MOST_LARGE: Final = 2
"""How many bodies of lines a process takes in at once: each can be 64 MiB, and is held whole until it is kept."""

_PROBLEM: Final = "application/problem+json"
_JSON: Final[Mapping[str, int]] = {"application/json": LARGEST}
_READS: Final = frozenset({"GET", "HEAD"})


class Entrance:
    """What the doors ask, whoever knocks. `proxies` are believed when they say who asks, and with which certificate."""

    def __init__(
        self,
        use_cases: GatewayUseCases,
        clock: Clock,
        rate: ClientRate | None = None,
        proxies: Sequence[Network] = (),
    ) -> None:
        self._use_cases, self._clock, self._rate, self._proxies = use_cases, clock, rate or ClientRate(), proxies
        self._reading = 0

    def address(self, request: Request) -> str:
        """The address that asks, by which whoever proves nothing is counted."""
        return address(request, self._proxies)

    def certificate(self, request: Request) -> str:
        """The hash of the certificate that was shown; empty without one. Raises: ProblemError."""
        return thumbprint(request, self._proxies)

    def certificate_ends_at(self, request: Request) -> datetime | None:
        """When the certificate that was shown ends, if there is one and it says so. Raises: ProblemError."""
        return ends_at(request, self._proxies)

    async def recognise(self, request: Request, action: str) -> Client:
        """The client, if it may do this and asks slowly enough. Raises: ProblemError, UnavailableError."""
        try:
            token = bearer_token(request)
            client = await self._use_cases.recognise(token, SCOPES[action], self.certificate(request))
        except (TokenError, TurnedAwayError) as error:
            challenge = {"WWW-Authenticate": "Bearer"} if error.reason != "scope_missing" else {}
            raise ProblemError(technical(error.reason, headers=challenge)) from error
        if (seconds := self._rate.wait(client.ref, self._clock())) > 0:
            raise ProblemError(technical("too_fast", headers={"Retry-After": str(int(seconds) + 1)}))
        return client

    async def write(self, request: Request, client: Client, act: Callable[[], Awaitable[Response]]) -> Response:
        """Do what a signed request asks, once for its key. Raises: ProblemError, UnavailableError, and what it does."""
        key = idempotency_key(request)
        if not request.state.is_lines:
            return await self._write(request, client, key, act)
        if self._reading >= MOST_LARGE:
            raise ProblemError(unavailable())
        self._reading += 1
        try:
            return await self._write(request, client, key, act)
        finally:
            self._reading -= 1

    async def _write(
        self, request: Request, client: Client, key: str, act: Callable[[], Awaitable[Response]]
    ) -> Response:
        body = await request.body()
        where = f"{request.method}\n{request.url.path}\n{request.url.query}\n".encode()
        request.state.body_hash = await asyncio.to_thread(_hash, where, body)

        async def answer() -> Answer:
            request.state.values = await asyncio.to_thread(read, body, is_lines=request.state.is_lines)
            response = await act()
            return Answer(response.status_code, bytes(response.body))

        try:
            await self._use_cases.check_signature(_message(request), body, client)
            done = await self._use_cases.answer_once(client.ref, key, request.state.body_hash, answer)
        except TurnedAwayError as error:
            raise ProblemError(technical(error.reason)) from error
        headers = {"Idempotency-Replayed": "true"} if done.is_repeated else {}
        return Response(done.body, done.status, headers, media_type="application/json")


class ClientDoor(APIRoute):
    """A route that knows which client asks before it reads what is asked, and says in its form what is wrong."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler behind token, scope, rate, signature and key."""
        handle, action = super().get_route_handler(), str(policy_of(self))
        marks = self.openapi_extra or {}

        async def enter(request: Request) -> Response:
            entrance: Entrance = request.app.state.entrance
            try:
                request.state.client = client = await entrance.recognise(request, action)
                structlog.contextvars.bind_contextvars(actor_ref=client.ref)
                if request.method in _READS:
                    return await handle(request)
                kind = _media_type(request, marks["x-media"])
                request.state.is_lines, body_meter(request).limit = kind == NDJSON, marks["x-media"][kind]
                return await entrance.write(request, client, lambda: handle(request))
            except Exception as error:
                if (problem := problem_of(error)) is None:
                    raise
                GATEWAY_REJECTED.labels(problem.code).inc()
                return outside(problem)

        return enter


def client_doors() -> APIRouter:
    """A router of such routes, below `/integration/v1`."""
    return APIRouter(prefix="/integration/v1", route_class=ClientDoor)


def client_door(action: str, *, media: Mapping[str, int] = _JSON) -> dict[str, Any]:
    """The policy of one route, as `door`; how many bytes it takes of each kind. Raises: KeyError without a scope."""
    marks: dict[str, Any] = door(action, max_body=max(media.values()))["openapi_extra"]
    scope = SCOPES[action]
    return {"openapi_extra": {**marks, "x-scope": scope.value if scope else None, "x-media": dict(media)}}


def _hash(where: bytes, body: bytes) -> str:
    found = sha256(where)
    found.update(body)
    return found.hexdigest()


def _media_type(request: Request, media: Mapping[str, int]) -> str:
    """The kind of what is sent, without parameters and in small letters. Raises: ProblemError for another kind."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in media:
        raise ProblemError(technical("unsupported_media_type"))
    return kind


def _client(request: Request) -> Client:
    client: Client = request.state.client
    return client


WithClient = Annotated[Client, Depends(_client)]
"""Which client asks, with the scopes that its token gives."""


def outside(problem: Problem) -> Response:
    """A problem with the members that outside systems were promised."""
    first = problem.errors[0] if problem.errors else {}
    told = {
        "path": first.get("path", ""),
        "message_vi": problem.title_vi,
        "message_en": problem.title_en,
    }
    hint = {"hint": "job"} if problem.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else {}
    document = {**problem.document(), **problem.params, **told, **hint}
    return JSONResponse(document, problem.status, dict(problem.headers), media_type=_PROBLEM)


def _message(request: Request) -> Message:
    names = {name.decode().lower() for name, _ in request.headers.raw}
    return Message(
        method=request.method,
        authority=request.headers.get("host", ""),
        path=request.scope.get("raw_path", request.url.path.encode()).decode("ascii"),
        query=request.scope["query_string"].decode("ascii"),
        headers={name: ", ".join(part.strip(" \t") for part in request.headers.getlist(name)) for name in names},
    )
