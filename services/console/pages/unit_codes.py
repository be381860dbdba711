"""Mã đơn vị: by which codes others name units, and from which day to which; one row by form, or a whole table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.code_table import read_table
from services.console.pages.fault import Fault, fault_of
from services.console.pages.navigation import holds_role
from services.console.pages.nominate_form import day_in
from services.console.pages.numbers import number_of
from services.console.pages.passing import Json, Passing, missing, to
from services.console.pages.visit import Visit
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError

SCHEMES_VI: Final[Mapping[str, str]] = {
    "qd20-2020": "Mã định danh điện tử (Quyết định 20/2020/QĐ-TTg)",
    "qcvn102-2016": "Mã theo QCVN 102:2016/BTTTT",
    "mst": "Mã số thuế",
}
"""The schemes that are the same for all; `local:` and a system's name is the scheme of that system alone."""

_OWNER: Final = "notifications/unit-codes"
_HERE: Final = "/ma-don-vi"
_DAYS: Final = ("tu-ngay", "den-ngay")
_DAY_VI: Final = "Nhập ngày, tháng, năm bằng số, ví dụ 22 07 2020."
_NEEDED: Final = {"bang": "Nhập bảng mã.", "gia-tri": "Nhập mã."}


@dataclass(frozen=True, slots=True)
class UnitCodePages:
    """Keepers of units look a code up and record a table; everybody sees the codes of a unit, beside the unit."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get(_HERE, "unit_code.record", self._seek),
            gate.post(_HERE, "unit_code.record", self._import),
            gate.get("/don-vi/{code}/ma", "unit_code.read", self._of_unit),
            gate.post("/don-vi/{code}/ma", "unit_code.record", self._record),
        ]

    async def _seek(self, visit: Visit, fault: Fault | None = None) -> Response:
        scheme, value = visit.query("bang").strip(), visit.query("gia-tri").strip()
        history, told = await self._history(visit, scheme, value)
        return await self.pages.draw(
            visit,
            "ma-don-vi.html",
            fault or told,
            history=history,
            recorded=number_of(visit.query("da-ghi")),
            scheme=scheme,
            value=value,
            schemes_vi=SCHEMES_VI,
        )

    async def _history(self, visit: Visit, scheme: str, value: str) -> tuple[list[Json] | None, Fault | None]:
        """Whom a code ever named; nothing when none is sought."""
        if not scheme or not value:
            return None, None
        try:
            return await self.pages.owners.ask(visit.who, _OWNER, scheme=scheme, value=value), None
        except (OwnerRefusedError, OwnerDownError) as error:
            return None, fault_of(error)

    async def _import(self, visit: Visit) -> Response:
        table = read_table(visit.form.get("bang-ma", ""))
        if table.faults:
            mend = {"bang-ma": "Sửa các dòng đã nêu rồi ghi lại."}
            return await self._seek(visit, Fault("Chưa dòng nào được ghi.", reasons=tuple(table.faults), fields=mend))
        _, fault = await self.pages.done(visit, _OWNER, {"rows": table.rows})
        return to(f"{_HERE}?da-ghi={len(table.rows)}") if fault is None else await self._seek(visit, fault)

    async def _of_unit(self, visit: Visit, fault: Fault | None = None) -> Response:
        code = visit.param("code")
        return await self.pages.draw(
            visit,
            "don-vi-ma.html",
            fault,
            told=await self.pages.one(visit, f"nominations/units/{code}"),
            codes=await self.pages.owners.ask(visit.who, f"{_OWNER}/{code}"),
            may_record=holds_role(visit.who.actor, "unit_code.record"),
            schemes_vi=SCHEMES_VI,
        )

    async def _record(self, visit: Visit) -> Response:
        """One row. The same code from the same first day gets another last day, which is how one is ended."""
        form, (first, last) = visit.form, [day_in(visit.form, name) for name in _DAYS]
        has_end = any(form.get(f"den-ngay-{part}") for part in "dmy")
        faults = missing(form, _NEEDED) | ({} if first else {"tu-ngay": _DAY_VI})
        if has_end and last is None:
            faults["den-ngay"] = _DAY_VI
        elif first and last and last < first:
            faults["den-ngay"] = "Ngày cuối không được trước ngày đầu."
        if faults:
            return await self._of_unit(visit, Fault("Chưa ghi được mã.", fields=faults))
        row = {
            "unit_id": visit.param("code"),
            "scheme": form["bang"],
            "value": form["gia-tri"],
            "valid_from": str(first),
            "valid_to": str(last) if last else None,
            "decision_no": form.get("so", ""),
        }
        _, fault = await self.pages.done(visit, _OWNER, {"rows": [row]})
        return to(f"/don-vi/{row['unit_id']}/ma") if fault is None else await self._of_unit(visit, fault)
