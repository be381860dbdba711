"""Ý kiến: a body reads what it is asked and answers; an officer asks, and reads what came."""

from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import uuid_of
from services.console.pages.fault import Fault
from services.console.pages.nominate_form import day_in
from services.console.pages.passing import Passing, missing, to
from services.console.pages.visit import Visit
from services.console.usecases.queries import Queries
from shared.kernel.policy import POLICY, may

STATE_VI: Final = {
    "requested": "Chờ ý kiến",
    "replied": "Đã cho ý kiến",
    "defaulted": "Hết hạn",
    "dropped": "Không cần nữa",
}
POSITION_VI: Final = {"consent": "Đồng ý", "object": "Không đồng ý", None: "Không tính là ý kiến"}
SILENCE_VI: Final = {
    "consent": "coi là đồng ý",
    "object": "coi là không đồng ý",
    "none": "không tính là ý kiến",
}
_OWNER: Final = "reviews/opinions"
_NEEDED: Final = {
    "ho-so": "Nhập mã hồ sơ, ví dụ KT-2026-0147.",
    "co-quan": "Chọn cơ quan.",
    "im-lang": "Chọn cách tính khi không trả lời.",
    "cau-hoi": "Nêu điều cần hỏi.",
}
_DAY: Final = "Nhập ngày, tháng, năm bằng số, ví dụ 03 10 2026."
_NO_FILE: Final = "Không có hồ sơ này trong phạm vi của bạn."


@dataclass(frozen=True, slots=True)
class OpinionPages:
    """The body that was asked answers once and in time; who judges the file reads the answer."""

    pages: Passing
    queries: Queries

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/y-kien", "opinion.read", self._list),
            gate.post("/y-kien", "opinion.request", self._request),
            gate.get("/y-kien/{opinion_id}", "opinion.read", self._show),
            gate.post("/y-kien/{opinion_id}/tra-loi", "opinion.reply", self._reply),
        ]

    async def _list(self, visit: Visit, fault: Fault | None = None) -> Response:
        return await self.pages.draw(
            visit,
            "y-kien.html",
            fault,
            opinions=await self.pages.listed(visit, _OWNER),
            asks=bool(visit.who.actor.places(POLICY["opinion.request"])),
            state_vi=STATE_VI,
            silence_vi=SILENCE_VI,
        )

    async def _request(self, visit: Visit) -> Response:
        form, due_on = visit.form, day_in(visit.form, "han")
        faults = missing(form, _NEEDED) | ({} if due_on else {"han": _DAY})
        case_id = await self.queries.file_id(form.get("ho-so", ""), visit.who.actor)
        if form.get("ho-so") and case_id is None:
            faults["ho-so"] = _NO_FILE
        if faults:
            return await self._list(visit, Fault("Chưa hỏi được.", fields=faults))
        body: dict[str, Any] = {
            "case_id": str(case_id),
            "body": form["co-quan"],
            "due_on": str(due_on),
            "silence": form["im-lang"],
            "question_vi": form["cau-hoi"],
        }
        answer, fault = await self.pages.done(visit, _OWNER, body)
        return await self._list(visit, fault) if answer is None else to(f"/y-kien/{answer['id']}")

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        told = await self.pages.one(visit, f"{_OWNER}/{uuid_of(visit, 'opinion_id')}")
        actor = visit.who.actor
        return await self.pages.draw(
            visit,
            "y-kien-mot.html",
            fault,
            told=told,
            answers=told["state"] == "requested" and may(actor, "opinion.reply", (told["body_id"],)),
            reads_file=bool(actor.places(POLICY["nomination.read"])),
            state_vi=STATE_VI,
            position_vi=POSITION_VI,
            silence_vi=SILENCE_VI,
        )

    async def _reply(self, visit: Visit) -> Response:
        form = visit.form
        needed = {"y-kien": "Chọn ý kiến."}
        if form.get("y-kien") == "object":
            needed["ly-do"] = "Nêu lý do khi không đồng ý."
        if faults := missing(form, needed):
            return await self._show(visit, Fault("Chưa gửi được ý kiến.", fields=faults))
        opinion_id = uuid_of(visit, "opinion_id")
        body = {"position": form["y-kien"], "reason_vi": form.get("ly-do", "")}
        answer, fault = await self.pages.done(visit, f"{_OWNER}/{opinion_id}/reply", body)
        return await self._show(visit, fault) if answer is None else to(f"/y-kien/{opinion_id}")
