"""The development issuer: signs the sample people in, on this machine only. Never for production."""

import argparse
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from deploy.standalone.addresses import LOOPBACK
from deploy.standalone.issuer_page import sign_in_page
from deploy.standalone.issuing import Issuing, kept_key
from deploy.standalone.people import SAMPLES, Person, load_people
from deploy.standalone.settings import SERVICES
from shared.kernel.clock import Clock, now_utc
from shared.runtime.marks import FaultyFilesError

KEYS: Final = Path(".run") / "issuer"
_LOCAL_HOSTS: Final = ("127.0.0.1", "localhost")
_NEEDED: Final = ("client_id", "redirect_uri", "code_challenge")
_CARRIED: Final = (*_NEEDED, "state", "nonce")
_PAGE_HEADERS: Final = {
    # A browser applies form-action to the redirect behind the form as well, which leads back to the console.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; "
    "form-action 'self' http://127.0.0.1:* http://localhost:*",
    "Cache-Control": "no-store",
}
_SECRET: Final = {"Cache-Control": "no-store"}

Endpoint = Callable[[Request], Awaitable[Response]]


def build(people: Mapping[str, Person], issuing: Issuing) -> Starlette:
    """The issuer as an application. Requests under any other host name than loopback's are refused."""
    return Starlette(
        routes=[
            Route("/", _front(people)),
            Route("/.well-known/openid-configuration", _configuration(issuing)),
            Route("/.well-known/jwks.json", _keys(issuing)),
            Route("/jwks.json", _keys(issuing)),
            Route("/authorize", _ask(people), methods=["GET"]),
            Route("/authorize", _choose(people, issuing), methods=["POST"]),
            Route("/token", _token(issuing), methods=["POST"]),
            Route("/dev-token", _dev_token(people, issuing), methods=["POST"]),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(_LOCAL_HOSTS), www_redirect=False)],
    )


def main(argv: Sequence[str]) -> int:
    """Serve the issuer on loopback until it is told to stop: `issuer --port 8709 --world world.yaml`."""
    chosen = _arguments().parse_args(argv)
    try:
        people = load_people(*chosen.world)
    except (OSError, KeyError, ValueError, FaultyFilesError) as error:
        print(f"{', '.join(map(str, chosen.world))} names no people: {error}")
        return 2
    app = build(people, issuing_at(chosen.port, chosen.keys, chosen.audience))
    print(f"issuer of sample people on http://{LOOPBACK}:{chosen.port}", flush=True)
    uvicorn.run(app, host=LOOPBACK, port=chosen.port, log_level="warning", access_log=False, server_header=False)
    return 0


def issuing_at(port: int, keys: Path = KEYS, audience: Sequence[str] = SERVICES, clock: Clock = now_utc) -> Issuing:
    """What signs for the issuer on a port of loopback."""
    return Issuing(f"http://{LOOPBACK}:{port}", tuple(audience), kept_key(keys), clock)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="issuer", description=main.__doc__)
    parser.add_argument("--port", type=int, default=8709)
    parser.add_argument("--world", nargs="+", type=Path, default=SAMPLES, help="the files that name the people")
    parser.add_argument("--audience", nargs="+", default=list(SERVICES), help="the services that tokens are for")
    parser.add_argument("--keys", type=Path, default=KEYS, help="where the signing key is kept")
    return parser


def _front(people: Mapping[str, Person]) -> Endpoint:
    async def front(_: Request) -> Response:
        return JSONResponse({person.ref: person.name for person in people.values()})

    return front


def _configuration(issuing: Issuing) -> Endpoint:
    at = issuing.issuer
    document = {
        "issuer": at,
        "authorization_endpoint": f"{at}/authorize",
        "token_endpoint": f"{at}/token",
        "jwks_uri": f"{at}/.well-known/jwks.json",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "scopes_supported": ["openid"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["none"],
    }

    async def configuration(_: Request) -> Response:
        return JSONResponse(document)

    return configuration


def _keys(issuing: Issuing) -> Endpoint:
    async def keys(_: Request) -> Response:
        return JSONResponse(issuing.public_keys())

    return keys


def _ask(people: Mapping[str, Person]) -> Endpoint:
    async def ask(request: Request) -> Response:
        asked = request.query_params
        if asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256":
            return _refused("invalid_request", "response_type=code and code_challenge_method=S256 are needed")
        if fault := _fault(asked):
            return _refused("invalid_request", fault)
        carried = {name: asked[name] for name in _CARRIED if name in asked}
        return HTMLResponse(sign_in_page(people.values(), carried), headers=_PAGE_HEADERS)

    return ask


def _choose(people: Mapping[str, Person], issuing: Issuing) -> Endpoint:
    async def choose(request: Request) -> Response:
        form = await _form(request)
        person = people.get(form.get("person", ""))
        if person is None or (fault := _fault(form)):
            return _refused("invalid_request", "nobody of this world was chosen" if person is None else str(fault))
        code = issuing.code_for(
            person,
            client_id=form["client_id"],
            redirect_uri=form["redirect_uri"],
            challenge=form["code_challenge"],
            nonce=form.get("nonce"),
        )
        answer = urlencode(
            {"code": code, **({"state": form["state"]} if "state" in form else {}), "iss": issuing.issuer}
        )
        return RedirectResponse(f"{form['redirect_uri']}?{answer}", status_code=303, headers=_SECRET)

    return choose


def _token(issuing: Issuing) -> Endpoint:
    async def token(request: Request) -> Response:
        form = await _form(request)
        if form.get("grant_type") != "authorization_code":
            return _refused("unsupported_grant_type", "only authorization_code is known")
        tokens = issuing.redeem(
            form.get("code", ""),
            client_id=form.get("client_id", ""),
            redirect_uri=form.get("redirect_uri", ""),
            verifier=form.get("code_verifier", ""),
        )
        return _refused("invalid_grant", "the code does not hold") if tokens is None else _answer(tokens)

    return token


def _dev_token(people: Mapping[str, Person], issuing: Issuing) -> Endpoint:
    async def dev_token(request: Request) -> Response:
        # JSON only: a page from elsewhere cannot post it without asking first, and is never allowed.
        if not request.headers.get("content-type", "").startswith("application/json"):
            return _refused("invalid_request", "send JSON")
        try:
            asked: Any = await request.json()
        except ValueError:
            asked = None
        person = people.get(str(asked.get("person"))) if isinstance(asked, dict) else None
        return _refused("invalid_request", "no such person") if person is None else _answer(issuing.access(person))

    return dev_token


async def _form(request: Request) -> dict[str, str]:
    async with request.form(max_files=0) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _fault(asked: Mapping[str, str]) -> str | None:
    missing = [name for name in _NEEDED if not asked.get(name)]
    if missing:
        return f"missing: {', '.join(missing)}"
    return None if _is_local(asked["redirect_uri"]) else "redirect_uri must be a plain address on this machine"


def _is_local(address: str) -> bool:
    try:
        target = urlsplit(address)
    except ValueError:
        return False
    return target.scheme == "http" and target.hostname in _LOCAL_HOSTS and not (target.query or target.fragment)


def _answer(tokens: Mapping[str, Any]) -> Response:
    return JSONResponse(tokens, headers=_SECRET)


def _refused(error: str, description: str) -> Response:
    return JSONResponse({"error": error, "error_description": description}, status_code=400, headers=_SECRET)
