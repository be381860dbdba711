"""Điển hình: whose figures stand out, why the system points at it; confirm, dismiss, nominate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import key_of, uuid_of
from services.console.pages.deed_form import values_of_deed
from services.console.pages.fault import Fault
from services.console.pages.measured import MORE_FIELDS, RESULT_FIELDS
from services.console.pages.passing import Json, Passing, to
from services.console.pages.visit import Visit
from services.console.usecases.ports import Draft, Drafts
from services.console.usecases.send_nomination import step_key
from shared.kernel.policy import POLICY

STATE_VI: Final = {
    "detected": "Chờ đối chiếu",
    "confirmed": "Đã xác nhận",
    "dismissed": "Đã bỏ qua",
    "recognised": "Đã khen",
    "expired": "Hết thời hạn",
}
DISMISSAL_VI: Final = {
    "figures_wrong": "Số liệu không đúng",
    "circumstances": "Do điều kiện khách quan",
    "already_rewarded": "Đã được khen",
    "other": "Lý do khác",
}
_OWNER: Final = "nominations/exemplars"
_UNCHECKED: Final = "Đối chiếu số liệu với nguồn rồi đánh dấu ô này."


@dataclass(frozen=True, slots=True)
class ExemplarPages:
    """Nothing is decided without the word that the figures were compared with their source."""

    pages: Passing
    drafts: Drafts

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/dien-hinh", "exemplar.read", self._list),
            gate.get("/dien-hinh/{exemplar_id}", "exemplar.read", self._show),
            gate.post("/dien-hinh/{exemplar_id}/xac-nhan", "exemplar.confirm", self._confirm),
            gate.post("/dien-hinh/{exemplar_id}/bo-qua", "exemplar.dismiss", self._dismiss),
            gate.post("/dien-hinh/{exemplar_id}/de-nghi", "nomination.draft", self._nominate),
        ]

    async def _list(self, visit: Visit) -> Response:
        exemplars = await self.pages.listed(visit, _OWNER)
        return await self.pages.draw(visit, "dien-hinh.html", None, exemplars=exemplars, state_vi=STATE_VI)

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        told, actor = await self.pages.one(visit, f"{_OWNER}/{uuid_of(visit, 'exemplar_id')}"), visit.who.actor
        is_other = told["subject_ref"] != actor.ref
        return await self.pages.draw(
            visit,
            "dien-hinh-mot.html",
            fault,
            told=told,
            decides=is_other and told["state"] == "detected" and bool(actor.places(POLICY["exemplar.confirm"])),
            nominates=told["state"] == "confirmed" and bool(actor.places(POLICY["nomination.draft"])),
            state_vi=STATE_VI,
            dismissal_vi=DISMISSAL_VI,
        )

    async def _confirm(self, visit: Visit) -> Response:
        if visit.form.get("da-doi-chieu") != "1":
            return await self._show(visit, Fault("Chưa xác nhận được.", fields={"da-doi-chieu": _UNCHECKED}))
        return await self._act(visit, "confirm", {"figures_checked": True})

    async def _dismiss(self, visit: Visit) -> Response:
        form = visit.form
        faults = {} if form.get("da-doi-chieu") == "1" else {"da-doi-chieu-bo": _UNCHECKED}
        if form.get("vi-sao") not in DISMISSAL_VI:
            faults["vi-sao"] = "Chọn lý do."
        elif form["vi-sao"] == "other" and not form.get("ly-do"):
            faults["ly-do"] = "Nêu lý do."
        if faults:
            return await self._show(visit, Fault("Chưa bỏ qua được.", fields=faults))
        body = {"figures_checked": True, "dismissal": form["vi-sao"], "reason_vi": form.get("ly-do", "")}
        return await self._act(visit, "dismiss", body)

    async def _act(self, visit: Visit, command: str, body: Json) -> Response:
        exemplar_id = uuid_of(visit, "exemplar_id")
        answer, fault = await self.pages.done(visit, f"{_OWNER}/{exemplar_id}/{command}", body)
        return await self._show(visit, fault) if answer is None else to(f"/dien-hinh/{exemplar_id}")

    async def _nominate(self, visit: Visit) -> Response:
        """A draft of the nomination, filled with what the figures tell; its writer completes and sends it."""
        exemplar_id, who = uuid_of(visit, "exemplar_id"), visit.who
        told = await self.pages.one(visit, f"{_OWNER}/{exemplar_id}")
        key = step_key(key_of(visit), "draft of", {"exemplar": str(exemplar_id)})
        if await self.drafts.find(key, who.actor.ref) is None:
            await self.drafts.keep(Draft(key, who.actor.ref, _values(told, exemplar_id)))
        return to(f"/de-nghi/{key}/sua")


def _values(told: Json, exemplar_id: UUID) -> Mapping[str, str]:
    """The form of a nomination as far as the figures fill it."""
    deed = told["deed"]
    result = {ours: str(deed["results"][0].get(theirs, "")) for ours, theirs in (RESULT_FIELDS | MORE_FIELDS).items()}
    return {
        **values_of_deed(deed),
        **result,
        "doi-tuong": str(told["subject_ref"]),
        "dien-hinh": str(exemplar_id),
    }
