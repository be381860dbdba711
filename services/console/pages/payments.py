"""Tiền thưởng: which bonuses are to be paid, were paid, or are to come back; the same lines as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.fault import fault_of
from services.console.pages.passing import Passing
from services.console.pages.visit import Visit
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError

STATE_VI: Final = {"due": "Chờ chi", "paid": "Đã chi", "to_recover": "Phải thu lại"}
KIND_VI: Final = {"xlsx": "Tải tệp Excel", "csv": "Tải tệp CSV"}
_MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OWNER: Final = "reviews/payments"


@dataclass(frozen=True, slots=True)
class PaymentPages:
    """The list is the owner's; what is asked stands in the address, so that it can be kept and sent."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/tien-thuong", "payment.read", self._list),
            gate.get("/tien-thuong/tep", "payment.read", self._file),
        ]

    async def _list(self, visit: Visit) -> Response:
        asked = self._asked(visit)
        fault, told = None, None
        try:
            told = await self.pages.owners.ask(visit.who, _OWNER, **asked)
        except OwnerRefusedError as error:
            fault = fault_of(error)
        except OwnerDownError:
            told = None
        return await self.pages.draw(
            visit, "tien-thuong.html", fault, told=told, asked=asked, state_vi=STATE_VI, kind_vi=KIND_VI
        )

    async def _file(self, visit: Visit) -> Response:
        kind = visit.query("dang")
        kind = kind if kind in KIND_VI else "xlsx"
        content = await self.pages.owners.fetch(visit.who, _OWNER, **self._asked(visit), format=kind)
        headers = {"Content-Disposition": f'attachment; filename="tien-thuong.{kind}"', "Cache-Control": "no-store"}
        return Response(content, media_type=_MEDIA[kind], headers=headers)

    def _asked(self, visit: Visit) -> Mapping[str, str]:
        """The days and the state; without them what is due of this year."""
        today = self.pages.frame.today
        state = visit.query("tinh-trang")
        return {
            "from": _day(visit.query("tu"), date(today.year, 1, 1)),
            "to": _day(visit.query("den"), today),
            "state": state if state in STATE_VI else "due",
        }


def _day(typed: str, otherwise: date) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        return otherwise.isoformat()
