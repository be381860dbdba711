"""Đăng nhập: sign in at the issuer, with a session on the server; and sign out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from services.console.pages.frame import Frame
from services.console.pages.visit import Gate, Visit, safe_path
from services.console.usecases.ports import SignIn
from services.console.usecases.signing_in import Asking, Issuer, SignInRefusedError, SignIns
from shared.kernel.clock import Clock
from shared.kernel.policy import PUBLIC

_ASKING_MINUTES = 10
_ASKING_COOKIE = "kipthoi-dang-nhap"


@dataclass(frozen=True, slots=True)
class SignInPages:
    """Sign-in begins with a form here, goes to the issuer and comes back with a code."""

    gate: Gate
    frame: Frame
    issuer: Issuer
    sign_ins: SignIns
    clock: Clock
    new_secret: Callable[[], str]
    session: timedelta

    def routes(self) -> list[BaseRoute]:
        """Its addresses."""
        return [
            self.gate.get("/dang-nhap", PUBLIC, self._ask),
            self.gate.post("/dang-nhap", PUBLIC, self._begin),
            self.gate.get("/dang-nhap/tro-ve", PUBLIC, self._come_back),
            self.gate.post("/dang-xuat", PUBLIC, self._leave),
        ]

    async def _ask(self, visit: Visit) -> Response:
        back = safe_path(visit.query("ve") or "/viec")
        here = f"{visit.request.url.scheme}://{visit.request.headers.get('host', '')}"
        if here != self.gate.own_address and not self.gate.is_https:
            # Cookies and origins belong to one host name; localhost and 127.0.0.1 are two.
            return _see_other(f"{self.gate.own_address}/dang-nhap?ve={quote(back, safe='/')}")
        is_over = bool(visit.query("het-phien"))
        return self.frame.page("dang-nhap.html", visit.signed_in, visit.path, back=back, is_over=is_over)

    async def _begin(self, visit: Visit) -> Response:
        asking = Asking(
            state=self.new_secret(),
            verifier=self.new_secret() + self.new_secret(),
            nonce=self.new_secret(),
            back_to=safe_path(visit.form.get("ve", "/viec")),
            expires_at=self.clock() + timedelta(minutes=_ASKING_MINUTES),
        )
        address = await self.issuer.address(asking)
        await self.sign_ins.begin(asking)
        reply = _see_other(address)
        self._set(reply, _ASKING_COOKIE, asking.state, _ASKING_MINUTES * 60)
        return reply

    async def _come_back(self, visit: Visit) -> Response:
        state = visit.query("state")
        if not state or visit.request.cookies.get(_ASKING_COOKIE) != state:
            raise SignInRefusedError("state")
        asking = await self.sign_ins.finish(state, self.clock())
        if asking is None:
            raise SignInRefusedError("over")
        actor, name, token, until = await self.issuer.redeem(asking, visit.query("code"))
        expires_at = min(until, self.clock() + self.session)
        sign_in = SignIn(self.new_secret(), actor, name, token, self.new_secret(), expires_at)
        if visit.signed_in is not None:
            await self.sign_ins.end(visit.signed_in.id)
        await self.sign_ins.keep(sign_in)
        reply = _see_other(asking.back_to)
        self._set(reply, self.gate.cookie, sign_in.id, int((expires_at - self.clock()).total_seconds()))
        reply.delete_cookie(_ASKING_COOKIE, path="/")
        return reply

    async def _leave(self, visit: Visit) -> Response:
        if visit.signed_in is not None:
            await self.sign_ins.end(visit.signed_in.id)
        reply = _see_other("/guong-sang")
        reply.delete_cookie(self.gate.cookie, path="/", secure=self.gate.is_https, httponly=True)
        return reply

    def _set(self, reply: Response, name: str, value: str, seconds: int) -> None:
        reply.set_cookie(
            name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=self.gate.is_https
        )


def _see_other(address: str) -> Response:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})
