"""Kiểm tra: what supervision found, whom it is assigned to, what was done, and whether that was enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import uuid_of
from services.console.pages.fault import Fault
from services.console.pages.nominate_form import day_in
from services.console.pages.passing import Json, Passing, missing, to
from services.console.pages.people import names_of
from services.console.pages.visit import Visit
from shared.kernel.policy import POLICY

STATE_VI: Final = {
    "raised": "Chờ phân công",
    "assigned": "Đang xử lý",
    "remedied": "Chờ kiểm tra lại",
    "verified": "Đã xong",
}
KIND_VI: Final = {
    "late": "Phát hiện muộn",
    "year_end_bunching": "Dồn vào cuối năm",
    "unfair_share": "Tỷ lệ khen lệch",
    "formalism": "Hình thức",
    "rule_breach": "Trái quy định",
}
UNIT_VI: Final = {"known_to_received_days": " ngày"}
"""In what a figure is counted; a share is in percent."""
_OWNER: Final = "reviews/findings"
_DAY: Final = "Nhập ngày, tháng, năm bằng số, ví dụ 03 10 2026."


@dataclass(frozen=True, slots=True)
class FindingPages:
    """Supervision assigns and verifies; the owner of a finding says what was done."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/kiem-tra", "finding.read", self._list),
            gate.get("/kiem-tra/{finding_id}", "finding.read", self._show),
            gate.post("/kiem-tra/{finding_id}/giao", "finding.assign", self._assign),
            gate.post("/kiem-tra/{finding_id}/da-xu-ly", "finding.remedy", self._remedy),
            gate.post("/kiem-tra/{finding_id}/dat", "finding.verify", self._verify),
            gate.post("/kiem-tra/{finding_id}/lam-lai", "finding.reopen", self._reopen),
        ]

    async def _list(self, visit: Visit) -> Response:
        findings = await self.pages.listed(visit, _OWNER)
        return await self.pages.draw(
            visit, "kiem-tra.html", None, findings=findings, state_vi=STATE_VI, kind_vi=KIND_VI
        )

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        told, actor = await self.pages.one(visit, f"{_OWNER}/{uuid_of(visit, 'finding_id')}"), visit.who.actor
        supervises = bool(actor.places(POLICY["finding.assign"]))
        return await self.pages.draw(
            visit,
            "kiem-tra-mot.html",
            fault,
            told=told,
            names=await names_of(self.pages.owners, visit.who, [told["owner_ref"]] if told["owner_ref"] else []),
            assigns=supervises and told["state"] in {"raised", "assigned"},
            remedies=told["state"] == "assigned" and told["owner_ref"] == actor.ref,
            verifies=supervises and told["state"] == "remedied" and told["owner_ref"] != actor.ref,
            counted_vi=UNIT_VI.get(told["figure"]["metric"], " %") if told["figure"] else "",
            state_vi=STATE_VI,
            kind_vi=KIND_VI,
        )

    async def _assign(self, visit: Visit) -> Response:
        faults = missing(visit.form, {"nguoi": "Nhập mã người được giao."}) | _no_day(visit.form, "han")
        body = {"owner_ref": visit.form.get("nguoi", ""), "due_on": str(day_in(visit.form, "han"))}
        return await self._act(visit, "assign", body, faults)

    async def _remedy(self, visit: Visit) -> Response:
        faults = missing(visit.form, {"da-lam": "Nêu việc đã làm."})
        return await self._act(visit, "remedy", {"remedy_vi": visit.form.get("da-lam", "")}, faults)

    async def _verify(self, visit: Visit) -> Response:
        return await self._act(visit, "verify", {}, {})

    async def _reopen(self, visit: Visit) -> Response:
        faults = missing(visit.form, {"ly-do": "Nêu lý do."}) | _no_day(visit.form, "han-moi")
        body = {"reason": visit.form.get("ly-do", ""), "due_on": str(day_in(visit.form, "han-moi"))}
        return await self._act(visit, "reopen", body, faults)

    async def _act(self, visit: Visit, command: str, body: Json, faults: Mapping[str, str]) -> Response:
        if faults:
            return await self._show(visit, Fault("Chưa ghi được.", fields=faults))
        finding_id = uuid_of(visit, "finding_id")
        answer, fault = await self.pages.done(visit, f"{_OWNER}/{finding_id}/{command}", body)
        return await self._show(visit, fault) if answer is None else to(f"/kiem-tra/{finding_id}")


def _no_day(form: Mapping[str, str], name: str) -> dict[str, str]:
    return {} if day_in(form, name) else {name: _DAY}
