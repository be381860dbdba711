"""Thông báo: the person's messages, passed through from notifications."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from services.console.pages.frame import Frame
from services.console.pages.names import Names
from services.console.pages.numbers import number_of
from services.console.pages.visit import Gate, Visit
from services.console.usecases.ports import Owners

_SHOWN = 50
_LISTS = {"VT-": "/thanh-tich", "GY-": "/goi-y", "DH-": "/dien-hinh", "GS-": "/kiem-tra", "DT-": "/don"}
"""Where things with these codes are listed."""


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """The newest first; reading to the end is an act of its own."""

    gate: Gate
    frame: Frame
    owners: Owners
    names: Names

    def routes(self) -> list[BaseRoute]:
        """Its addresses."""
        return [
            self.gate.get("/thong-bao", "notice.read", self._show),
            self.gate.post("/thong-bao/da-doc", "notice.read", self._read),
        ]

    async def _show(self, visit: Visit) -> Response:
        before = number_of(visit.query("truoc"))
        query = {"limit": str(_SHOWN)} if before is None else {"limit": str(_SHOWN), "before": str(before)}
        inbox = await self.names.detail(visit.who, "notifications/inbox", **query)
        older = inbox["items"][-1]["seq"] if inbox and len(inbox["items"]) == _SHOWN else None
        return self.frame.page(
            "thong-bao.html", visit.who, visit.path, inbox=inbox, is_newest=before is None, older=older, lists=_LISTS
        )

    async def _read(self, visit: Visit) -> Response:
        up_to = number_of(visit.form.get("den", ""))
        if up_to is None:
            raise HTTPException(HTTPStatus.BAD_REQUEST)
        await self.owners.act(visit.who, "notifications/inbox/read", {"up_to": up_to}, str(uuid4()))
        return RedirectResponse("/thong-bao", HTTPStatus.SEE_OTHER)
