"""Lấy ý kiến: everybody reads what the public is asked; people speak, unnamed; officers ask and answer."""

from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import is_uuid, uuid_of
from services.console.pages.fault import Fault
from services.console.pages.passing import Passing, missing, to
from services.console.pages.visit import Visit
from services.console.usecases.queries import Queries
from shared.kernel.actor import Actor
from shared.kernel.policy import POLICY, PUBLIC, may

STATE_VI: Final = {"window_open": "Đang lấy ý kiến", "window_closed": "Đã hết hạn"}
SIDE_VI: Final = {"for": "Đồng tình", "against": "Không đồng tình", "other": "Ý kiến khác"}
_OWNER: Final = "reviews/consultations"
_NEEDED: Final = {
    "ho-so": "Nhập mã hồ sơ, ví dụ KT-2026-0147.",
    "ten": "Nhập tên người được đề nghị khen.",
    "noi-dung": "Nêu điều cần hỏi nhân dân.",
}
_NO_FILE: Final = "Không có hồ sơ này trong phạm vi của bạn."


@dataclass(frozen=True, slots=True)
class ConsultationPages:
    """Who speaks leaves no line in the log, and no name with the comment."""

    pages: Passing
    queries: Queries

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/lay-y-kien", PUBLIC, self._list),
            gate.post("/lay-y-kien", "consultation.open_window", self._open),
            gate.get("/lay-y-kien/{consultation_id}", "consultation.read", self._show),
            gate.post("/lay-y-kien/{consultation_id}/gop-y", "consultation.comment", self._comment, quiet=True),
            gate.post("/lay-y-kien/{consultation_id}/tra-loi", "consultation.answer_comment", self._answer),
        ]

    async def _list(self, visit: Visit, fault: Fault | None = None, about: str | None = None) -> Response:
        """What is open for everybody; for who is signed in the own comments, or what waits for an answer."""
        speaks, judges = _holds(visit, "consultation.comment"), _holds(visit, "consultation.read")
        return await self.pages.draw(
            visit,
            "lay-y-kien.html",
            fault,
            asked=await self.pages.listed(visit, f"{_OWNER}/open"),
            own=await self.pages.listed(visit, "reviews/comments") if speaks else [],
            judged=await self.pages.open_first(visit, _OWNER, "window_open", "window_closed") if judges else [],
            speaks=speaks,
            asks=_holds(visit, "consultation.open_window"),
            about=visit.query("ve") if about is None else about,
            state_vi=STATE_VI,
            side_vi=SIDE_VI,
        )

    async def _open(self, visit: Visit) -> Response:
        form = visit.form
        faults = missing(form, _NEEDED)
        case_id = await self.queries.file_id(form.get("ho-so", ""), visit.who.actor)
        if form.get("ho-so") and case_id is None:
            faults["ho-so"] = _NO_FILE
        if faults:
            return await self._list(visit, Fault("Chưa mở được.", fields=faults))
        body: dict[str, Any] = {
            "case_id": str(case_id),
            "subject_label": form["ten"],
            "question_vi": form["noi-dung"],
        }
        answer, fault = await self.pages.done(visit, _OWNER, body)
        return await self._list(visit, fault) if answer is None else to(f"/lay-y-kien/{answer['id']}")

    async def _comment(self, visit: Visit) -> Response:
        consultation_id, form = str(uuid_of(visit, "consultation_id")), visit.form
        faults = missing(form, {"gop-y": "Nêu ý kiến của bạn."})
        if form.get("ben") not in SIDE_VI:
            faults["ben"] = "Chọn đồng tình, không đồng tình hoặc ý kiến khác."
        if faults:
            return await self._list(visit, Fault("Chưa gửi được góp ý.", fields=faults), consultation_id)
        body = {"side": form["ben"], "text_vi": form["gop-y"]}
        answer, fault = await self.pages.done(visit, f"{_OWNER}/{consultation_id}/comment", body)
        return await self._list(visit, fault, consultation_id) if answer is None else to("/lay-y-kien")

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        told = await self.pages.one(visit, f"{_OWNER}/{uuid_of(visit, 'consultation_id')}")
        return await self.pages.draw(
            visit,
            "lay-y-kien-mot.html",
            fault,
            told=told,
            answers=may(visit.who.actor, "consultation.answer_comment", (told["grantor_unit_id"],)),
            state_vi=STATE_VI,
            side_vi=SIDE_VI,
        )

    async def _answer(self, visit: Visit) -> Response:
        consultation_id, form = uuid_of(visit, "consultation_id"), visit.form
        comment_id = form.get("gop-y", "")
        if not form.get("tra-loi") or not is_uuid(comment_id):
            return await self._show(visit, Fault("Chưa trả lời được.", fields={"tra-loi": "Nêu câu trả lời."}))
        path = f"{_OWNER}/{consultation_id}/comments/{comment_id}/answer"
        answer, fault = await self.pages.done(visit, path, {"text_vi": form["tra-loi"]})
        return await self._show(visit, fault) if answer is None else to(f"/lay-y-kien/{consultation_id}")


def _holds(visit: Visit, action: str) -> bool:
    actor: Actor | None = None if visit.signed_in is None else visit.signed_in.actor
    return actor is not None and bool(actor.places(POLICY[action]))
