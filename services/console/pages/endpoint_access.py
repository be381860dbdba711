"""What it takes to call a connection beside the signature: a private authority, our certificate, a token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import uuid_of
from services.console.pages.fault import Fault
from services.console.pages.passing import Passing, missing, to
from services.console.pages.visit import Visit
from shared.kernel.policy import may

_OWNER: Final = "notifications/endpoints"
_PAIR: Final = {"chung-thu": "Dán chứng thư của khóa này.", "khoa-rieng": "Dán khóa của chứng thư này."}
_TOKEN: Final = {
    "cap-ma": "Nhập địa chỉ cấp mã truy cập.",
    "ten-khach": "Nhập tên khách (client_id).",
    "mat-khau": "Nhập mật khẩu khách (client_secret).",
}


@dataclass(frozen=True, slots=True)
class EndpointAccessPage:
    """Who connected a system fills the form in whole: keys and secrets are shown to nobody again."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Its addresses."""
        gate, path = self.pages.gate, "/ket-noi/{endpoint_id}/bao-ve"
        return [
            gate.get(path, "endpoint.set_access", self._show),
            gate.post(path, "endpoint.set_access", self._set),
        ]

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        told = await self.pages.one(visit, f"{_OWNER}/{uuid_of(visit, 'endpoint_id')}")
        is_own = may(visit.who.actor, "endpoint.set_access", told["unit_path"], (told["client_ref"],))
        return await self.pages.draw(visit, "ket-noi-bao-ve.html", fault, told=told, is_own=is_own)

    async def _set(self, visit: Visit) -> Response:
        endpoint_id, form = uuid_of(visit, "endpoint_id"), visit.form
        faults = _half(form, _PAIR) | _half(form, _TOKEN)
        if faults:
            return await self._show(visit, Fault("Chưa lưu được.", fields=faults))
        answer, fault = await self.pages.done(visit, f"{_OWNER}/{endpoint_id}/set-access", _body(form))
        return await self._show(visit, fault) if answer is None else to(f"/ket-noi/{endpoint_id}")


def _half(form: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """What is missing of things that go together, when one of them is there."""
    return missing(form, fields) if any(form.get(name) for name in fields) else {}


def _body(form: Mapping[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if form.get("goc"):
        body["ca_pem"] = form["goc"]
    if form.get("chung-thu"):
        body["certificate"] = {"pem": form["chung-thu"], "key_pem": form["khoa-rieng"]}
    if form.get("cap-ma"):
        body["oauth2"] = {
            "token_url": form["cap-ma"],
            "client_id": form["ten-khach"],
            "client_secret": form["mat-khau"],
            "scope": form.get("pham-vi", ""),
        }
    return body
