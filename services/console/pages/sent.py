"""Nhật ký: what was sent to a connection and how each try ended; and sending it again from a day on."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages import endpoint_words as words
from services.console.pages.acting import is_uuid, uuid_of
from services.console.pages.fault import Fault, fault_of
from services.console.pages.nominate_form import day_in
from services.console.pages.passing import Passing, to
from services.console.pages.visit import Visit
from services.console.usecases.ports import Json, OwnerDownError, OwnerRefusedError
from shared.kernel.clock import VIETNAM
from shared.kernel.policy import may

_OWNER: Final = "notifications/endpoints"
_A_PAGE: Final = "50"
_DAY: Final = "Nhập ngày, tháng, năm bằng số, ví dụ 03 10 2026."


@dataclass(frozen=True, slots=True)
class SentPages:
    """The log as its owner keeps it, a page at a time; a wish to send again is counted before it is done."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate, one = self.pages.gate, "/ket-noi/{endpoint_id}"
        return [
            gate.get(f"{one}/nhat-ky", "endpoint.read", self._log),
            gate.get(f"{one}/nhat-ky/{{delivery_id}}", "endpoint.read", self._delivery),
            gate.post(f"{one}/gui-lai", "endpoint.redrive", self._send_again),
        ]

    async def _log(self, visit: Visit, fault: Fault | None = None, asked: Json | None = None) -> Response:
        path, state, before = _path(visit), visit.query("loc"), visit.query("truoc")
        query = {"state": state} if state in words.SENT_VI else {}
        paged = query | ({"before": before} if is_uuid(before) else {})
        told = await self.pages.one(visit, path)
        may_send = may(visit.who.actor, "endpoint.redrive", told["unit_path"], (told["client_ref"],))
        return await self.pages.draw(
            visit,
            "nhat-ky.html",
            fault,
            words=words,
            told=told,
            log=await self.pages.one(visit, f"{path}/deliveries", limit=_A_PAGE, **paged),
            state=query.get("state", ""),
            redrives=await self.pages.one(visit, f"{path}/redrives"),
            asked=asked,
            sends_again=may_send and told["state"] in words.SENT_TO,
        )

    async def _delivery(self, visit: Visit) -> Response:
        path = _path(visit)
        return await self.pages.draw(
            visit,
            "nhat-ky-mot.html",
            None,
            words=words,
            told=await self.pages.one(visit, path),
            sent=await self.pages.one(visit, f"{path}/deliveries/{uuid_of(visit, 'delivery_id')}"),
        )

    async def _send_again(self, visit: Visit) -> Response:
        day, what = day_in(visit.form, "tu-ngay"), visit.form.get("gui", "dead")
        if day is None:
            return await self._log(visit, Fault("Chưa gửi lại.", fields={"tu-ngay": _DAY}))
        path, since = _path(visit), _midnight(day)
        if not visit.form.get("chac"):
            return await self._counted(visit, day, what, since)
        body: dict[str, Any] = {"what": what, "since": since}
        answer, fault = await self.pages.done(visit, f"{path}/redrives", body)
        return await self._log(visit, fault) if answer is None else to(f"/ket-noi/{visit.param('endpoint_id')}/nhat-ky")

    async def _counted(self, visit: Visit, day: date, what: str, since: str) -> Response:
        try:
            answer = await self.pages.one(visit, f"{_path(visit)}/redrives/count", what=what, since=since)
        except (OwnerRefusedError, OwnerDownError) as error:
            return await self._log(visit, fault_of(error))
        return await self._log(visit, asked={"day": day, "what": what, "count": answer["count"]})


def _path(visit: Visit) -> str:
    return f"{_OWNER}/{uuid_of(visit, 'endpoint_id')}"


def _midnight(day: date) -> str:
    """The first instant of a day in Vietnam."""
    return datetime.combine(day, time(), VIETNAM).isoformat()
