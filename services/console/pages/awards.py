"""Khen thưởng: one award after its grant, from its presentation to its recovery; and the page that proves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import uuid_of
from services.console.pages.fault import Fault
from services.console.pages.nominate_form import day_in
from services.console.pages.numbers import number_of
from services.console.pages.passing import Json, Passing, missing, to
from services.console.pages.visit import Visit
from services.console.usecases.ports import Wall
from shared.kernel.actor import Actor
from shared.kernel.policy import POLICY, PUBLIC, may
from shared.kernel.revocation import REVOCATION_VI, RevocationGround
from shared.kernel.vocabulary import STATUS_VI

_OWNER: Final = "reviews/awards"
_STANDS: Final = frozenset({"granted", "published", "presented"})
_DAY: Final = "Nhập ngày, tháng, năm bằng số, ví dụ 03 10 2026; để trống là hôm nay."
_NUMBER: Final = "Nhập số văn bản."
_REASON: Final = "Nêu lý do."
_CONFIRM: Final = "Đánh dấu ô xác nhận trước khi thu hồi."


@dataclass(frozen=True, slots=True)
class AwardPages:
    """What was granted is handed over, paid, set right, or taken back; everybody may ask whether it stands."""

    pages: Passing
    wall: Wall

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/khen/{award_id}", "award.read", self._show),
            gate.post("/khen/{award_id}/ngay-trao", "award.set_ceremony", self._set_ceremony),
            gate.post("/khen/{award_id}/hoan-trao", "award.call_off_ceremony", self._call_off_ceremony),
            gate.post("/khen/{award_id}/trao", "award.present", self._present),
            gate.post("/khen/{award_id}/chi-thuong", "award.pay", self._pay),
            gate.post("/khen/{award_id}/dinh-chinh", "award.correct", self._correct),
            gate.post("/khen/{award_id}/thu-hoi", "award.revoke", self._revoke),
            gate.post("/khen/{award_id}/thu-lai", "award.recover", self._recover),
            gate.get("/xac-thuc/{award_id}", PUBLIC, self._prove),
        ]

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        told = await self.pages.one(visit, f"{_OWNER}/{uuid_of(visit, 'award_id')}")
        return await self.pages.draw(
            visit,
            "khen-mot.html",
            fault,
            told=told,
            offered=_offered(told, visit.who.actor),
            status_vi=STATUS_VI[told["status"]],
            grounds=REVOCATION_VI,
            complains=bool(visit.who.actor.places(POLICY["complaint.lodge"])),
        )

    async def _set_ceremony(self, visit: Visit) -> Response:
        day = day_in(visit.form, "ngay-le")
        faults = missing(visit.form, {"noi-trao": "Chọn nơi trao."})
        if day is None:
            faults["ngay-le"] = "Nhập ngày, tháng, năm bằng số, ví dụ 03 10 2026."
        body = {"held_on": None if day is None else day.isoformat(), "place_id": visit.form.get("noi-trao", "")}
        return await self._act(visit, "set-ceremony", body, faults)

    async def _call_off_ceremony(self, visit: Visit) -> Response:
        return await self._act(visit, "call-off-ceremony", {}, {})

    async def _present(self, visit: Visit) -> Response:
        return await self._on_a_day(visit, "present", "presented_on", "ngay-trao")

    async def _pay(self, visit: Visit) -> Response:
        return await self._on_a_day(visit, "pay", "paid_on", "ngay-chi")

    async def _on_a_day(self, visit: Visit, command: str, field: str, name: str) -> Response:
        day, typed = day_in(visit.form, name), any(visit.form.get(f"{name}-{part}") for part in "dmy")
        faults = {name: _DAY} if typed and day is None else {}
        return await self._act(visit, command, {field: None if day is None else day.isoformat()}, faults)

    async def _correct(self, visit: Visit) -> Response:
        form = visit.form
        faults = missing(form, {"so-dinh-chinh": _NUMBER, "ly-do-dinh-chinh": _REASON})
        body = {
            "number": form.get("so-dinh-chinh", ""),
            "reason": form.get("ly-do-dinh-chinh", ""),
            "subject_label": form.get("ten") or None,
            "citation_vi": form.get("noi-dung") or None,
        }
        return await self._act(visit, "correct", body, faults)

    async def _revoke(self, visit: Visit) -> Response:
        form = visit.form
        needed = {"so-thu-hoi": _NUMBER, "ly-do-thu-hoi": _REASON, "xac-nhan": _CONFIRM}
        faults = missing(form, needed)
        if form.get("can-cu") not in set(RevocationGround):
            faults["can-cu"] = "Chọn căn cứ."
        body = {"ground": form.get("can-cu", ""), "number": form.get("so-thu-hoi", "")}
        return await self._act(visit, "revoke", body | {"reason": form.get("ly-do-thu-hoi", "")}, faults)

    async def _recover(self, visit: Visit) -> Response:
        typed = visit.form.get("so-tien", "").replace(".", "").replace(" ", "")
        vnd = number_of(typed) if typed else 0
        faults = {"so-tien": "Nhập số tiền bằng đồng, ví dụ 760.000."} if vnd is None else {}
        body = {"recovered_vnd": vnd, "object_returned": visit.form.get("hien-vat") == "1"}
        return await self._act(visit, "recover", body, faults)

    async def _act(self, visit: Visit, command: str, body: Json, faults: Mapping[str, str]) -> Response:
        if faults:
            return await self._show(visit, Fault("Chưa ghi được.", fields=faults))
        award_id = uuid_of(visit, "award_id")
        answer, fault = await self.pages.done(visit, f"{_OWNER}/{award_id}/{command}", body)
        return await self._show(visit, fault) if answer is None else to(f"/khen/{award_id}")

    async def _prove(self, visit: Visit) -> Response:
        """Whether an award stands, for everybody, for ever: from what was published and nothing else."""
        card = await self.wall.of_award(uuid_of(visit, "award_id"))
        if card is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return self.pages.frame.page(
            "xac-thuc.html", visit.signed_in, visit.path, card=card, names=await self.pages.units.names()
        )


def _offered(told: Json, actor: Actor) -> frozenset[str]:
    """The acts whose forms this reader sees on the award as it stands."""
    state, grantor = told["state"], tuple(told["grantor_path"])
    everywhere = (*grantor, *told["unit_path"])
    acts = {
        "set-ceremony": state == "published" and may(actor, "award.set_ceremony", everywhere),
        "call-off-ceremony": _is_awaited(told) and may(actor, "award.call_off_ceremony", everywhere),
        "present": state == "published" and may(actor, "award.present", everywhere),
        "pay": state in _STANDS and told["paid_on"] is None and may(actor, "award.pay", grantor),
        "correct": state in _STANDS and may(actor, "award.correct", grantor),
        "revoke": state in _STANDS and may(actor, "award.revoke", (told["grantor_unit_id"],)),
        "recover": state == "revoked" and may(actor, "award.recover", grantor),
    }
    return frozenset(act for act, is_offered in acts.items() if is_offered)


def _is_awaited(told: Json) -> bool:
    """Whether people are invited to a ceremony."""
    return told["state"] == "published" and told["ceremony"] is not None and not told["ceremony"]["called_off"]
