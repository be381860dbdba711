"""Đơn vị: the register as of a day; one unit with its names, its lineage both ways, its clusters, and its changes."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.fault import Fault
from services.console.pages.nominate_form import day_in
from services.console.pages.passing import Json, Passing, missing, to
from services.console.pages.people import names_of
from services.console.pages.steering import GROUP_VI
from services.console.pages.visit import Endpoint, Visit
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError
from shared.kernel.policy import may

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
_BETWEEN: Final = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of a unit: the owner's command, and what the owner calls its day and its other units."""

    slug: str
    command: str
    day: str
    units: str = ""

    def faults(self, form: Mapping[str, str]) -> dict[str, str]:
        """What to mend, by field."""
        needed = {f"{self.slug}-don-vi": "Nhập mã các đơn vị."} if self.units else {}
        faults = missing(form, needed | {f"{self.slug}-xac-nhan": "Đánh dấu ô xác nhận trước khi ghi."})
        if day_in(form, f"{self.slug}-ngay") is None:
            faults[f"{self.slug}-ngay"] = "Nhập ngày, tháng, năm bằng số, ví dụ 01 07 2026."
        return faults

    def body(self, form: Mapping[str, str]) -> Json:
        """What the form says, as the owner wants it."""
        day = {self.day: str(day_in(form, f"{self.slug}-ngay"))}
        codes = [code for code in _BETWEEN.split(form.get(f"{self.slug}-don-vi", "")) if code]
        return day | {self.units: codes} if self.units else day


_CHANGES: Final = (
    _Change("nhap", "merge", "on", "predecessors"),
    _Change("tach", "split", "on", "successors"),
    _Change("ket-thuc", "close", "last_day"),
)


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
            *(
                gate.post(f"/don-vi/{{code}}/{one.slug}", f"unit.{one.command}", self._changed_by(one))
                for one in _CHANGES
            ),
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

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
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
            fault,
            told=told,
            lineage=lineage,
            clusters=[one for one in clusters if one["code"] in told["clusters"]],
            names=await names_of(self.pages.owners, visit.who, [str(ref) for ref in people]),
            on=on,
            offered=_offered(visit, told) if on is None else frozenset(),
            kind_vi=KIND_VI,
            state_vi=STATE_VI,
            line_vi=LINE_VI,
            tie_vi=TIE_VI,
            group_vi=GROUP_VI,
            tone=TONE,
        )

    def _changed_by(self, change: _Change) -> Endpoint:
        async def do(visit: Visit) -> Response:
            if faults := change.faults(visit.form):
                return await self._show(visit, Fault("Chưa ghi được.", fields=faults))
            path = f"{_OWNER}/{visit.param('code')}/{change.command}"
            answer, fault = await self.pages.done(visit, path, change.body(visit.form))
            return await self._show(visit, fault) if answer is None else to(f"/don-vi/{answer['code']}")

        return do


def _offered(visit: Visit, told: Json) -> frozenset[str]:
    """The changes whose forms this reader sees on a unit as it stands today."""
    if told["state"] != "active":
        return frozenset()
    return frozenset(one.slug for one in _CHANGES if may(visit.who.actor, f"unit.{one.command}", told["path"]))


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
