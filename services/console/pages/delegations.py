"""Ủy quyền ký: who signs for a grantor, from which to which day; recorded and ended by the grantor."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import uuid_of
from services.console.pages.fault import Fault
from services.console.pages.nominate_form import day_in
from services.console.pages.passing import Json, Passing, missing, to
from services.console.pages.people import names_of
from services.console.pages.visit import Visit
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError
from shared.kernel.policy import POLICY, may

STATE_VI: Final = {
    "in_force": "Đang có hiệu lực",
    "to_come": "Chưa đến ngày",
    "over": "Hết thời hạn",
    "ended": "Đã chấm dứt",
}
TONE: Final = {"in_force": "luc", "to_come": "lam"}
_OWNER: Final = "reviews/delegations"
_PERSON: Final = re.compile(r"[A-Z0-9][A-Za-z0-9.-]{0,39}")
_NEEDED: Final = {"don-vi": "Chọn đơn vị.", "so": "Nhập số văn bản ủy quyền."}
_DAY: Final = "Nhập ngày, tháng, năm bằng số, ví dụ 03 10 2026."
_DAYS: Final = ("tu-ngay", "den-ngay")


@dataclass(frozen=True, slots=True)
class DelegationPages:
    """A grantor lends the signature for some days, by a document; whom it was lent to sees it too."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/uy-quyen", "delegation.read", self._list),
            gate.post("/uy-quyen", "delegation.record", self._record),
            gate.post("/uy-quyen/{delegation_id}/cham-dut", "delegation.end", self._end),
        ]

    async def _list(self, visit: Visit, fault: Fault | None = None) -> Response:
        actor, today = visit.who.actor, self.pages.frame.today
        found = await self.pages.listed(visit, _OWNER)
        own_units, deputies = await self._own(visit)
        refs = [str(one[name]) for one in found or () for name in ("grantor_ref", "delegate_ref")]
        return await self.pages.draw(
            visit,
            "uy-quyen.html",
            fault,
            delegations=None if found is None else [(one, standing(one, today)) for one in found],
            names=await names_of(self.pages.owners, visit.who, [*refs, *deputies]),
            own_units=own_units,
            deputies=deputies,
            ends={str(one["id"]) for one in found or () if may(actor, "delegation.end", (one["grantor_unit_id"],))},
            state_vi=STATE_VI,
            tone=TONE,
        )

    async def _own(self, visit: Visit) -> tuple[Sequence[str], Sequence[str]]:
        """The grantor's units that exist today, and those whom the register names as their deputies; maybe none."""
        codes = sorted(visit.who.actor.places(POLICY["delegation.record"]))
        try:
            found = [await self.pages.one(visit, f"nominations/units/{code}") for code in codes]
        except (OwnerRefusedError, OwnerDownError):
            return codes, ()
        units = [unit for unit in found if unit["state"] == "active"]
        return [str(unit["code"]) for unit in units], sorted({str(ref) for unit in units for ref in unit["deputies"]})

    async def _record(self, visit: Visit) -> Response:
        form, days = visit.form, [day_in(visit.form, name) for name in _DAYS]
        faults = missing(form, _NEEDED) | {name: _DAY for name, day in zip(_DAYS, days, strict=True) if day is None}
        if not _PERSON.fullmatch(form.get("nguoi", "")):
            faults["nguoi"] = "Nhập mã của người được ủy quyền, ví dụ PGD-HP-02."
        if faults:
            return await self._list(visit, Fault("Chưa ghi được ủy quyền.", fields=faults))
        body = {
            "grantor_unit_id": form["don-vi"],
            "delegate_ref": form["nguoi"],
            "first": str(days[0]),
            "last": str(days[1]),
            "number": form["so"],
        }
        answer, fault = await self.pages.done(visit, _OWNER, body)
        return await self._list(visit, fault) if answer is None else to("/uy-quyen")

    async def _end(self, visit: Visit) -> Response:
        path = f"{_OWNER}/{uuid_of(visit, 'delegation_id')}/end"
        answer, fault = await self.pages.done(visit, path, {})
        return await self._list(visit, fault) if answer is None else to("/uy-quyen")


def standing(told: Json, today: date) -> str:
    """Whether a delegation is in force today, to come, over, or ended before its last day."""
    if told["state"] != "recorded":
        return "ended"
    if str(told["last"]) < today.isoformat():
        return "over"
    return "in_force" if str(told["first"]) <= today.isoformat() else "to_come"
