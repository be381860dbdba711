"""Đơn vị: the register as of a day; one unit with its names, its lineage both ways, and its clusters."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.passing import Json, Passing
from services.console.pages.people import names_of
from services.console.pages.steering import GROUP_VI
from services.console.pages.visit import Visit
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError

STATE_VI: Final = {"planned": "Chưa thành lập", "active": "Đang hoạt động", "closed": "Đã kết thúc"}
TONE: Final = {"planned": "lam", "active": "luc"}
KIND_VI: Final = {
    "MINISTRY": "Bộ",
    "PROVINCE_COMMITTEE": "Ủy ban nhân dân cấp tỉnh",
    "STP": "Sở Tư pháp",
    "THADS": "Thi hành án dân sự cấp tỉnh",
    "THADS_REGIONAL": "Thi hành án dân sự khu vực",
    "COMMUNE_COMMITTEE": "Ủy ban nhân dân cấp xã",
}
LINE_VI: Final = {"province": "địa phương", "ministry": "ngành dọc"}
TIE_VI: Final = {
    "merged_into": "Sáp nhập vào",
    "split_into": "Chia tách thành",
    "merged_from": "Nhận sáp nhập từ",
    "split_from": "Tách ra từ",
}
_OWNER: Final = "nominations/units"


@dataclass(frozen=True, slots=True)
class UnitPages:
    """The register is the owner's, and public within the system; on which day it is asked stands in the address."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/don-vi", "unit.read", self._list),
            gate.get("/don-vi/{code}", "unit.read", self._show),
        ]

    async def _list(self, visit: Visit) -> Response:
        on = _day(visit.query("ngay"))
        try:
            found = await self.pages.owners.ask(visit.who, _OWNER, **_asked(on))
        except (OwnerDownError, OwnerRefusedError):
            found = None
        sought = visit.query("tim").strip()
        return await self.pages.draw(
            visit,
            "don-vi.html",
            None,
            found=None if found is None else [one for one in found if _is_meant(one, sought)],
            on=on,
            sought=sought,
            kind_vi=KIND_VI,
            state_vi=STATE_VI,
            tone=TONE,
        )

    async def _show(self, visit: Visit) -> Response:
        on, path = _day(visit.query("ngay")), f"{_OWNER}/{visit.param('code')}"
        told, lineage, clusters = await asyncio.gather(
            self.pages.one(visit, path, **_asked(on)),
            self.pages.one(visit, f"{path}/lineage", **_asked(on)),
            self.pages.owners.ask(visit.who, "nominations/clusters", **_asked(on)),
        )
        people = [told["head_ref"], *told["deputies"]] if told["head_ref"] else told["deputies"]
        return await self.pages.draw(
            visit,
            "don-vi-mot.html",
            None,
            told=told,
            lineage=lineage,
            clusters=[one for one in clusters if one["code"] in told["clusters"]],
            names=await names_of(self.pages.owners, visit.who, [str(ref) for ref in people]),
            on=on,
            kind_vi=KIND_VI,
            state_vi=STATE_VI,
            line_vi=LINE_VI,
            tie_vi=TIE_VI,
            group_vi=GROUP_VI,
            tone=TONE,
        )


def _day(typed: str) -> date | None:
    """The day that was asked for; None is today."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _asked(on: date | None) -> Mapping[str, str]:
    return {} if on is None else {"on": on.isoformat()}


def _is_meant(unit: Json, sought: str) -> bool:
    return sought.casefold() in f"{unit['code']} {unit['name_vi']}".casefold()
