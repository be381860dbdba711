"""Where a client gets its token. Source: RFC 6749 (4.4, 5.2), RFC 7523 (2.2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.notifications.usecases.gateway.issue_token import IssueToken
from services.notifications.usecases.gateway.ports import TooFastError, TurnedAwayError
from shared.kernel.policy import PUBLIC
from shared.runtime.web.doors import door, doors
from shared.runtime.web.problems import technical

_ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ERRORS: Final[Mapping[str, str]] = {
    "client_invalid": "invalid_client",
    "replayed": "invalid_client",
    "scope_missing": "invalid_scope",
}
_LARGEST: Final = 16 * 1024


_REQUEST: Final = {
    "required": True,
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "required": ["grant_type", "client_assertion_type", "client_assertion"],
                "properties": {
                    "grant_type": {"const": "client_credentials"},
                    "client_assertion_type": {"const": _ASSERTION_TYPE},
                    "client_assertion": {"type": "string"},
                    "scope": {"type": "string"},
                },
            }
        }
    },
}
"""A form is read by hand, because no field may come twice; this describes it."""


class TokenView(BaseModel):
    """A token that opens this gateway for `expires_in` seconds.

    Where it counts with a certificate alone, `certificate_ends_at` is when that one ends.
    """

    access_token: str
    token_type: str
    expires_in: int
    scope: str
    certificate_ends_at: datetime | None = None


class TokenRefusedView(BaseModel):
    """`error` as OAuth names it, and the house's own code."""

    error: str
    code: str
    message_vi: str
    message_en: str


def add_token(api: APIRouter, issue: IssueToken) -> None:
    """The one route that needs no token: the signed assertion proves the client."""
    routes = doors()

    marks: dict[str, Any] = door(PUBLIC, max_body=_LARGEST)["openapi_extra"]
    refused: dict[str, Any] = {"model": TokenRefusedView}

    @routes.post(
        "/integration/v1/token",
        responses={200: {"model": TokenView}, 400: refused, 401: refused, 429: refused},
        openapi_extra={**marks, "requestBody": _REQUEST},
    )
    async def token(request: Request) -> Response:
        """A token for ten minutes, for an assertion that is signed with a key of the client."""
        form = await _form(request)
        if form.get("client_assertion_type") != _ASSERTION_TYPE or "client_assertion" not in form:
            return _refused("invalid_request", 400, "client_invalid")
        if form.get("grant_type") != "client_credentials":
            return _refused("unsupported_grant_type", 400, "client_invalid")
        try:
            entrance = request.app.state.entrance
            address, certificate = entrance.address(request), entrance.certificate(request)
            made = await issue(form["client_assertion"], form.get("scope", "").split(), address, certificate)
        except TooFastError as error:
            return _refused("temporarily_unavailable", 429, error.reason, {"Retry-After": str(error.seconds)})
        except TurnedAwayError as error:
            name = _ERRORS[error.reason]
            return _refused(name, 401 if name == "invalid_client" else 400, error.reason)
        told = {
            "access_token": made.text,
            "token_type": "Bearer",
            "expires_in": int(made.lifetime.total_seconds()),
            "scope": " ".join(sorted(made.scopes)),
        }
        if (ends := entrance.certificate_ends_at(request)) is not None:
            told["certificate_ends_at"] = ends.isoformat()
        return JSONResponse(told)

    api.include_router(routes)


async def _form(request: Request) -> Mapping[str, str]:
    """The form's fields; nothing of one that is not readable or says a thing twice."""
    try:
        pairs = parse_qsl((await request.body()).decode("ascii"), max_num_fields=20)
    except ValueError:
        return {}
    return dict(pairs) if len(dict(pairs)) == len(pairs) else {}


def _refused(error: str, status: int, code: str, headers: Mapping[str, str] | None = None) -> Response:
    problem = technical(code)
    told = {"error": error, "code": code, "message_vi": problem.title_vi, "message_en": problem.title_en}
    return JSONResponse(told, status, dict(headers or {}))
