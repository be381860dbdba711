"""Gợi ý: tell of a good deed; a head's list of what is owed an answer."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import uuid_of
from services.console.pages.fault import Fault
from services.console.pages.passing import Json, Passing, missing, to
from services.console.pages.visit import Visit
from services.console.usecases.queries import Queries
from shared.kernel.actor import Role
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import POLICY, may

STATE_VI: Final = {"unanswered": "Chờ trả lời", "answered": "Đã trả lời"}
OUTCOME_VI: Final = {"nominated": "Đã lập đề nghị", "joined": "Ghép vào hồ sơ đã có", "declined": "Chưa đề nghị"}
_NEEDED: Final = {"don-vi": "Chọn đơn vị.", "viec": "Kể việc bạn thấy."}
_OWNER: Final = "nominations/suggestions"


@dataclass(frozen=True, slots=True)
class SuggestionPages:
    """Whoever suggests reads the own suggestions and what came of them; a head reads and answers those of the unit."""

    pages: Passing
    queries: Queries

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/goi-y", "suggestion.read", self._list),
            gate.post("/goi-y", "suggestion.suggest", self._suggest),
            gate.get("/goi-y/{suggestion_id}", "suggestion.read", self._show),
            gate.post("/goi-y/{suggestion_id}/tra-loi", "suggestion.answer", self._answer),
        ]

    async def _list(self, visit: Visit, fault: Fault | None = None) -> Response:
        actor = visit.who.actor
        return await self.pages.draw(
            visit,
            "goi-y.html",
            fault,
            suggestions=await self.pages.open_first(visit, _OWNER, "unanswered", "answered"),
            suggests=bool(actor.places(POLICY["suggestion.suggest"])),
            state_vi=STATE_VI,
        )

    async def _suggest(self, visit: Visit) -> Response:
        form = visit.form
        if faults := missing(form, _NEEDED):
            return await self._list(visit, Fault("Gợi ý chưa gửi được.", fields=faults))
        is_peer = bool(visit.who.actor.places({Role.PEER}))
        body: dict[str, Any] = {
            "unit_id": form["don-vi"],
            "channel": "peer" if is_peer else "citizen",
            "hint_vi": form["viec"],
        }
        if form.get("lien-he"):
            body["contact"] = form["lien-he"]
        answer, fault = await self.pages.done(visit, _OWNER, body)
        return await self._list(visit, fault) if answer is None else to(f"/goi-y/{answer['id']}")

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        path = f"{_OWNER}/{uuid_of(visit, 'suggestion_id')}"
        told, actor = await self.pages.one(visit, path), visit.who.actor
        reads = bool(actor.places(POLICY["suggestion_contact.read"])) and told["has_contact"]
        asked = reads and visit.query("lien-he") == "1"
        return await self.pages.draw(
            visit,
            "goi-y-mot.html",
            fault,
            told=told,
            number=await self._number(visit, told),
            contact=(await self.pages.one(visit, f"{path}/contact"))["contact"] if asked else None,
            reads=reads,
            answers=told["state"] == "unanswered" and bool(actor.places(POLICY["suggestion.answer"])),
            state_vi=STATE_VI,
            outcome_vi=OUTCOME_VI,
        )

    async def _number(self, visit: Visit, told: Json) -> str:
        """The file that came of it, when this reader may see it."""
        files = await self.queries.cases.by_ids([UUID(told["nomination_id"])]) if told["nomination_id"] else []
        return next((file.number for file in files if may(visit.who.actor, "nomination.read", file.path)), "")

    async def _answer(self, visit: Visit) -> Response:
        form, outcome = visit.form, visit.form.get("ket-qua", "")
        needed = {"ket-qua": "Chọn kết quả."} | (
            {"ly-do": "Nêu lý do."} if outcome == "declined" else {"ho-so": "Nhập mã hồ sơ, ví dụ KT-2026-0147."}
        )
        if faults := missing(form, needed):
            return await self._show(visit, Fault("Chưa trả lời được.", fields=faults))
        body: dict[str, Any] = {"outcome": outcome, "reason_vi": form.get("ly-do", "")}
        if outcome != "declined":
            try:
                file, _ = await self.queries.case(form["ho-so"], visit.who.actor)
            except ForbiddenError:
                file = None
            if file is None:
                faults = {"ho-so": "Không có hồ sơ này trong phạm vi của bạn."}
                return await self._show(visit, Fault("Chưa trả lời được.", fields=faults))
            body["nomination_id"] = str(file.id)
        suggestion_id = uuid_of(visit, "suggestion_id")
        answer, fault = await self.pages.done(visit, f"{_OWNER}/{suggestion_id}/answer", body)
        return await self._show(visit, fault) if answer is None else to(f"/goi-y/{suggestion_id}")
