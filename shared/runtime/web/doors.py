"""How a route is declared: who may use it, and why something changes because of it."""

import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from hashlib import sha256
from typing import Annotated, Any, Final, TypeVar
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shared.kernel.actor import Actor
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError, StaleError
from shared.kernel.ids import id_from
from shared.kernel.policy import POLICY, PUBLIC, permit_somewhere
from shared.runtime.web.auth import TokenError, Tokens
from shared.runtime.web.edge import MIB, QUIET, body_meter, is_quiet
from shared.runtime.web.problems import ProblemError, technical

TRIES: Final = 3
_POLICY_MARK: Final = "x-policy"
_LIMIT_MARK: Final = "x-max-body-bytes"
_TICKET_MARK: Final = "x-ticket"
_QUIET_MARK: Final = QUIET
_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")
_VERSION: Final = re.compile(r'"([0-9]{1,18})"')
_TRACEPARENT: Final = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")

T = TypeVar("T")


def doors() -> APIRouter:
    """A router that takes no route without a `door`."""
    return APIRouter(route_class=Door)


def door(action: str, *, max_body: int = MIB, or_ticket: bool = False, quiet: bool = False) -> dict[str, Any]:
    """The policy of one route: `@api.get("/cases/{case_id}", **door("case.read"))`.

    `or_ticket`: a browser's event stream carries no token; `?ticket=` proves its actor instead, by the application's
    `state.tickets`, a function from a ticket to its actor, once. `quiet`: no log line tells who asked, or when.
    Raises: ValueError for an action that the policy does not know.
    """
    if action != PUBLIC and action not in POLICY:
        raise ValueError(f"the policy knows no action {action!r}")
    marks: dict[str, Any] = {_POLICY_MARK: action, _LIMIT_MARK: max_body}
    if or_ticket:
        marks[_TICKET_MARK] = True
    if quiet:
        marks[_QUIET_MARK] = True
    return {"openapi_extra": marks}


def policy_of(route: BaseRoute) -> str | None:
    """The action that a route names, None when it names none."""
    action = (getattr(route, "openapi_extra", None) or {}).get(_POLICY_MARK)
    return str(action) if action else None


def keyed(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Path and method, in small letters, of each route that changes something once for each Idempotency-Key."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from keyed(inner.routes)
        elif isinstance(route, APIRoute) and any(each.call is _cause for each in route.dependant.dependencies):
            yield from ((route.path, method.lower()) for method in route.methods or ())


def without_policy(routes: Iterable[BaseRoute]) -> list[str]:
    """The addresses that name no policy, of included routers too: the list that a test wants empty."""
    found: list[str] = []
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            found += without_policy(inner.routes)
        elif policy_of(route) is None:
            found.append(str(getattr(route, "path", route)))
    return found


class Door(APIRoute):
    """A route that knows who asks before it reads what is asked."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        if policy_of(self) is None:
            raise TypeError(f"{path} names no policy: add **door(...)")

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler behind the check of token, role, key and body size."""
        handle = super().get_route_handler()
        marks = self.openapi_extra or {}

        async def enter(request: Request) -> Response:
            body_meter(request).limit = marks[_LIMIT_MARK]
            await _admit(request, marks[_POLICY_MARK], or_ticket=_TICKET_MARK in marks)
            return await handle(request)

        return enter


async def _admit(request: Request, action: str, *, or_ticket: bool) -> None:
    request.state.action = action
    if action == PUBLIC:
        return
    has_ticket = or_ticket and "ticket" in request.query_params
    request.state.actor = actor = await (_ticket_holder(request) if has_ticket else _bearer(request))
    if not is_quiet(request.scope):
        structlog.contextvars.bind_contextvars(actor_ref=actor.ref)
    permit_somewhere(actor, action)


async def _bearer(request: Request) -> Actor:
    tokens: Tokens = request.app.state.tokens
    try:
        return await tokens.actor(bearer_token(request))
    except TokenError as error:
        challenge = 'Bearer error="invalid_token"' if error.reason != "token_missing" else "Bearer"
        raise ProblemError(technical(error.reason, headers={"WWW-Authenticate": challenge})) from error


async def _ticket_holder(request: Request) -> Actor:
    redeem: Callable[[str], Awaitable[Actor | None]] = request.app.state.tickets
    actor = await redeem(request.query_params["ticket"])
    if actor is None:
        raise ProblemError(technical("token_invalid"))
    return actor


def bearer_token(request: Request) -> str:
    """The token that a request shows. Raises: TokenError (token_missing, token_invalid)."""
    sent = request.headers.getlist("authorization")
    if not sent:
        raise TokenError("token_missing")
    scheme, _, token = sent[0].partition(" ")
    if len(sent) > 1 or scheme.lower() != "bearer" or not token:
        raise TokenError("token_invalid")
    return token


def _actor(request: Request) -> Actor:
    actor: Actor = request.state.actor
    return actor


async def _cause(request: Request) -> Cause:
    """Why something changes: the client's key makes a repeat the same cause, on any replica, after any crash."""
    key = idempotency_key(request)
    await _drain(request)
    actor = _actor(request)
    cause_id = id_from("command", actor.ref, key)
    correlation_id = _uuid(request.headers.get("x-correlation-id")) or cause_id
    if not is_quiet(request.scope):
        # The id of a command is derived from who gave it.
        structlog.contextvars.bind_contextvars(correlation_id=str(correlation_id), causation_id=str(cause_id))
    return Cause(
        id=cause_id,
        actor=actor,
        action=request.state.action,
        correlation_id=correlation_id,
        causation_id=cause_id,
        traceparent=_traceparent(request, correlation_id, cause_id),
        body_hash=_command_hash(request),
        expected=_expected(request),
    )


WithActor = Annotated[Actor, Depends(_actor)]
"""Who asks: for routes that only read."""

WithCause = Annotated[Cause, Depends(_cause)]
"""Why something changes: for routes that change something. Needs the header Idempotency-Key, heeds If-Match."""


async def attempt(act: Callable[[], Awaitable[T]]) -> T | None:
    """Do something, again when someone else was faster, three times in all.

    None when it was done before: what it did stands, and the route answers with the thing as it is now.
    Raises: StaleError after the third try.
    """
    for left in reversed(range(TRIES)):
        try:
            return await act()
        except AlreadyHandledError:
            return None
        except StaleError:
            if not left:
                raise
    return None


async def _drain(request: Request) -> None:
    """See the whole body, so that its hash is known. A form that was parsed has been seen already."""
    if not body_meter(request).is_complete:
        await request.body()


def idempotency_key(request: Request) -> str:
    """The key that makes a repeat harmless. Raises: ProblemError (idempotency_key_missing, idempotency_key_invalid)."""
    sent = request.headers.getlist("idempotency-key")
    if not sent:
        raise ProblemError(technical("idempotency_key_missing"))
    if len(sent) > 1 or not _KEY.fullmatch(sent[0]):
        raise ProblemError(technical("idempotency_key_invalid"))
    return sent[0]


def _expected(request: Request) -> int | None:
    """The version that the caller saw, from If-Match (RFC 9110, 13.1.1); `*` and no header mean any."""
    sent = request.headers.get("if-match", "*").strip()
    if sent == "*":
        return None
    if (version := _VERSION.fullmatch(sent)) is None:
        raise ProblemError(technical("if_match_invalid"))
    return int(version[1])


def _command_hash(request: Request) -> str:
    """What is kept of a command to know it again.

    A hash alone tells whoever reads the store which of a few possible votes, numbers or passwords was sent: an
    application with `state.mark` keeps what that makes of it.
    """
    where = f"{request.method}\n{request.url.path}\n{request.url.query}\n"
    found = sha256(where.encode() + body_meter(request).digest.digest()).hexdigest()
    mark: Callable[[str], str] | None = getattr(request.app.state, "mark", None)
    return found if mark is None else mark(f"command:{found}")


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _traceparent(request: Request, correlation_id: UUID, cause_id: UUID) -> str:
    """The caller's trace, or one that starts here; its ids are derived, so a repeat stays in the same trace."""
    sent = request.headers.get("traceparent", "")
    traceparent = sent if _TRACEPARENT.fullmatch(sent) else f"00-{correlation_id.hex}-{cause_id.hex[:16]}-01"
    if not is_quiet(request.scope):
        structlog.contextvars.bind_contextvars(trace_id=traceparent[3:35])
    return traceparent
