"""Đơn thư: lodge a complaint about an award, follow the own ones; supervision takes them up and rules."""

from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import is_uuid, uuid_of
from services.console.pages.fault import Fault
from services.console.pages.passing import Json, Passing, missing, to
from services.console.pages.visit import Visit
from shared.kernel.policy import POLICY

STATE_VI: Final = {
    "lodged": "Mới gửi",
    "verifying": "Đang xác minh",
    "turned_down": "Không thụ lý",
    "upheld": "Đúng",
    "rejected": "Không đúng",
}
KIND_VI: Final = {"complaint": "Khiếu nại", "denunciation": "Tố cáo"}
_REVOCATION: Final = "revocation"
ASKS_VI: Final = {"re_review": "Xem xét lại", _REVOCATION: "Xem xét hủy quyết định khen thưởng"}
ABOUT: Final = ("award", "case")
_OWNER: Final = "reviews/complaints"
_RULING: Final = {"ket-luan": "Nêu kết luận."}
_VERBS: Final = {
    "thu-ly": "take_up",
    "khong-thu-ly": "turn_down",
    "dung": "uphold",
    "khong-dung": "reject",
}


@dataclass(frozen=True, slots=True)
class ComplaintPages:
    """Who sends a complaint leaves no line in the log; only supervision sees who it was, when it asks."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        acts = [
            gate.post(f"/don/{{complaint_id}}/{verb}", f"complaint.{command}", self._rule)
            for verb, command in _VERBS.items()
        ]
        return [
            gate.get("/don", "complaint.read", self._list),
            gate.post("/don", "complaint.lodge", self._lodge, quiet=True),
            gate.get("/don/{complaint_id}", "complaint.read", self._show),
            *acts,
        ]

    async def _list(self, visit: Visit, fault: Fault | None = None) -> Response:
        about, about_id = _target(visit)
        return await self.pages.draw(
            visit,
            "don.html",
            fault,
            complaints=await self.pages.open_first(visit, _OWNER, "lodged,verifying", "turned_down,upheld,rejected"),
            about=about,
            about_id=about_id,
            lodges=bool(about_id) and bool(visit.who.actor.places(POLICY["complaint.lodge"])),
            state_vi=STATE_VI,
            kind_vi=KIND_VI,
        )

    async def _lodge(self, visit: Visit) -> Response:
        form, (about, about_id) = visit.form, _target(visit)
        faults = missing(form, {"viec": "Nêu điều bạn cho là sai và căn cứ."})
        if form.get("loai") not in KIND_VI:
            faults["loai"] = "Chọn loại đơn."
        if faults:
            return await self._list(visit, Fault("Đơn chưa gửi được.", fields=faults))
        body: dict[str, Any] = {"kind": form["loai"], "about": about, "about_id": about_id, "ground_vi": form["viec"]}
        if form.get("lien-he"):
            body["contact"] = form["lien-he"]
        answer, fault = await self.pages.done(visit, _OWNER, body)
        return await self._list(visit, fault) if answer is None else to(f"/don/{answer['id']}")

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        path = f"{_OWNER}/{uuid_of(visit, 'complaint_id')}"
        told, supervises = await self.pages.one(visit, path), bool(visit.who.actor.places(POLICY["complaint.take_up"]))
        asked = supervises and visit.query("nguoi-gui") == "1"
        return await self.pages.draw(
            visit,
            "don-mot.html",
            fault,
            told=told,
            supervises=supervises,
            sender=await self.pages.one(visit, f"{path}/sender") if asked else None,
            state_vi=STATE_VI,
            kind_vi=KIND_VI,
            asks_vi=ASKS_VI,
            may_ask=[asks for asks in ASKS_VI if asks != _REVOCATION or told["has_award"]],
        )

    async def _rule(self, visit: Visit) -> Response:
        verb, form = visit.path.rpartition("/")[2], visit.form
        faults = {} if verb == "thu-ly" else missing(form, _RULING)
        if verb == "dung" and form.get("yeu-cau") not in ASKS_VI:
            faults["yeu-cau"] = "Chọn điều yêu cầu."
        if faults:
            return await self._show(visit, Fault("Chưa ghi được.", fields=faults))
        complaint_id = uuid_of(visit, "complaint_id")
        path = f"{_OWNER}/{complaint_id}/{_VERBS[verb].replace('_', '-')}"
        answer, fault = await self.pages.done(visit, path, _body(verb, form))
        return await self._show(visit, fault) if answer is None else to(f"/don/{complaint_id}")


def _body(verb: str, form: Json) -> Json:
    if verb == "thu-ly":
        return {}
    ruling = {"ruling_vi": form["ket-luan"]}
    return ruling | {"asks": form["yeu-cau"]} if verb == "dung" else ruling


def _target(visit: Visit) -> tuple[str, str]:
    """What a complaint is about, from the form or the address: `?ve=award&ma=…`."""
    about, about_id = (visit.form.get(name) or visit.query(name) for name in ("ve", "ma"))
    return (about, about_id) if about in ABOUT and is_uuid(about_id) else ("", "")
