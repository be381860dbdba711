"""Tin chưa rõ: messages to people of which nobody knows whether they came, and what the provider said of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import is_uuid
from services.console.pages.fault import Fault
from services.console.pages.passing import Passing, to
from services.console.pages.visit import Visit

CHANNEL_VI: Final[Mapping[str, str]] = {"sms": "Tin nhắn", "zns": "Zalo", "email": "Thư", "chat": "Nhóm trò chuyện"}
_ADDRESS: Final = "/tin-chua-ro"
_OWNER: Final = "notifications/unknown-deliveries"


@dataclass(frozen=True, slots=True)
class UnknownPages:
    """One page: what waits for an operator's word, longest first, each with two answers."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Its addresses."""
        gate = self.pages.gate
        return [
            gate.get(_ADDRESS, "unknown_delivery.read", self._show),
            gate.post(_ADDRESS, "unknown_delivery.answer", self._answer),
        ]

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        found = await self.pages.one(visit, _OWNER)
        return await self.pages.draw(visit, "tin-chua-ro.html", fault, found=found, channel_vi=CHANNEL_VI)

    async def _answer(self, visit: Visit) -> Response:
        name = visit.form.get("tin", "")
        if not is_uuid(name):
            return await self._show(visit, Fault("Không có tin này.", status=HTTPStatus.NOT_FOUND))
        body = {"verdict": visit.form.get("tra-loi", "")}
        answer, fault = await self.pages.done(visit, f"{_OWNER}/{name}", body)
        return await self._show(visit, fault) if answer is None else to(_ADDRESS)
