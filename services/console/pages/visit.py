"""One visit to one page: who comes, with which form; and the checks before any page is asked."""

import hmac
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlsplit

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from services.console.usecases.ports import SignIn
from services.console.usecases.signing_in import SignIns
from shared.kernel.clock import Clock
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import PUBLIC, permit_somewhere
from shared.runtime.web.auth import StandIn
from shared.runtime.web.doors import door
from shared.runtime.web.edge import METER, MIB

LARGEST_FORM: Final = 64 * MIB
_MOST_FILES: Final = 10
_MOST_FIELDS: Final = 1_000
_LONGEST_PATH: Final = 500


class ForgedFormError(ForbiddenError):
    """The form was not drawn for this session, or was sent from another place."""

    code = "FORM_NOT_OURS"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request whose checks are done. `form` holds text composed (NFC), with plain line ends, blanks around it cut."""

    request: Request
    signed_in: SignIn | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, list[UploadFile]] = field(default_factory=dict)

    @property
    def who(self) -> SignIn:
        """The signed-in person. Raises: ForbiddenError on a public page without one."""
        if self.signed_in is None:
            raise ForbiddenError("ROLE_MISSING")
        return self.signed_in

    @property
    def path(self) -> str:
        """The address without its query."""
        return self.request.url.path

    def param(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def query(self, name: str) -> str:
        """A part of the query, empty when absent."""
        return str(self.request.query_params.get(name, ""))


Endpoint = Callable[[Visit], Awaitable[Response]]


class Page(Route):
    """A route that names its policy, as every route must."""

    def __init__(self, path: str, endpoint: Callable[..., Any], action: str, method: str, *, quiet: bool) -> None:
        super().__init__(path, endpoint, methods=[method])
        self.openapi_extra = door(action, quiet=quiet)["openapi_extra"]


@dataclass(frozen=True, slots=True)
class Gate:
    """Finds the session, checks the policy, the origin and the form's token; then the page is asked."""

    sign_ins: SignIns
    clock: Clock
    own_address: str
    stand_in: StandIn | None = None

    @property
    def is_https(self) -> bool:
        """Whether cookies can be secure."""
        return self.own_address.startswith("https://")

    @property
    def cookie(self) -> str:
        """The name of the session cookie; a browser keeps `__Host-` for secure ones of this very host."""
        return "__Host-kipthoi" if self.is_https else "kipthoi"

    def get(self, path: str, action: str, endpoint: Endpoint) -> Page:
        """A page to read."""

        async def enter(request: Request) -> Response:
            signed_in = await self.session(request)
            if action != PUBLIC:
                if signed_in is None:
                    return _to_sign_in(request)
                permit_somewhere(signed_in.actor, action)
            return await endpoint(Visit(request, signed_in))

        return Page(path, enter, action, "GET", quiet=False)

    def post(self, path: str, action: str, endpoint: Endpoint, *, limit: int = MIB, quiet: bool = False) -> Page:
        """A form to send. `quiet`: no log line tells that somebody sent it, or when."""

        async def enter(request: Request) -> Response:
            self._check_origin(request)
            signed_in = await self.session(request)
            if action != PUBLIC:
                if signed_in is None:
                    back = quote(request.url.path, safe="/")
                    return RedirectResponse(f"/dang-nhap?het-phien=1&ve={back}", HTTPStatus.SEE_OTHER)
                permit_somewhere(signed_in.actor, action)
            if METER in request.scope:
                request.scope[METER].limit = limit
            async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as sent:
                if signed_in is not None:
                    _check_token(signed_in, sent)
                return await endpoint(_visit(request, signed_in, sent))

        return Page(path, enter, action, "POST", quiet=quiet)

    async def session(self, request: Request) -> SignIn | None:
        """The signed-in person who sends this request, with all places of today. Raises: UnavailableError."""
        value = request.cookies.get(self.cookie, "")
        found = await self.sign_ins.find(value, self.clock()) if value else None
        if found is not None and self.stand_in is not None:
            found = replace(found, actor=await self.stand_in(found.actor))
        request.state.signed_in = found
        return found

    def _check_origin(self, request: Request) -> None:
        """Raises: ForgedFormError for a form from another place; a browser always says where a form is from."""
        origin = request.headers.get("origin") or _origin_of(request.headers.get("referer", ""))
        if origin != self.own_address:
            raise ForgedFormError


def safe_path(path: str) -> str:
    """A path of this site to go back to; anything else leads to the list of work."""
    is_plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if is_plain and len(path) <= _LONGEST_PATH and not urlsplit(path).netloc else "/viec"


def _to_sign_in(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    back = quote(f"{request.url.path}{query}", safe="/")
    return RedirectResponse(f"/dang-nhap?ve={back}", HTTPStatus.SEE_OTHER)


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _check_token(signed_in: SignIn, sent: FormData) -> None:
    token = sent.get("csrf")
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), signed_in.csrf.encode()):
        raise ForgedFormError


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").strip())


def _visit(request: Request, signed_in: SignIn | None, sent: FormData) -> Visit:
    lists: dict[str, list[str]] = {}
    files: dict[str, list[UploadFile]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            files.setdefault(name, []).append(value)
        else:
            lists.setdefault(name, []).append(_plain(value))
    form = {name: values[-1] for name, values in lists.items()}
    return Visit(request, signed_in, form, lists, files)
