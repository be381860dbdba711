"""Chờ ký: prepare a decision from files that wait for one; sign it, or send it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.domain.case import Case
from services.console.domain.task import to_decide
from services.console.pages.acting import awaited, done, key_of, new_key, uuid_of
from services.console.pages.fault import Fault, fault_of
from services.console.pages.frame import Frame
from services.console.pages.names import Names
from services.console.pages.paging import page_from, page_of
from services.console.pages.visit import Gate, Visit
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError, Owners
from services.console.usecases.queries import Queries
from shared.kernel.policy import may

_MEND = "Sửa các ô có ghi chú bên dưới rồi bấm Trình ký."
_CONFIRM = "Đánh dấu ô xác nhận trước khi ký."
SIGN_MODE_VI = {"paper": "Bản giấy", "token": "Chữ ký số cá nhân", "service": "Dịch vụ ký số của cơ quan"}
_REASON = "Nêu lý do trả lại."
_PLACES = {"NUMBER_TAKEN": "so-quyet-dinh", "CASES_NOT_READY": "ho-so"}


@dataclass(frozen=True, slots=True)
class DecisionPages:
    """A signature is one act on one decision, with its number of rows confirmed."""

    gate: Gate
    frame: Frame
    queries: Queries
    owners: Owners
    names: Names

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        return [
            self.gate.get("/cho-ky", "any_decision.read", self._list),
            self.gate.post("/cho-ky", "decision.prepare", self._prepare),
            self.gate.get("/cho-ky/{decision_id}", "decision.read", self._show),
            self.gate.post("/cho-ky/{decision_id}/ky", "decision.sign", self._sign),
            self.gate.post("/cho-ky/{decision_id}/tra-lai", "decision.send_back", self._send_back),
        ]

    async def _list(self, visit: Visit) -> Response:
        return await self._draw_list(visit)

    async def _draw_list(self, visit: Visit, fault: Fault | None = None) -> Response:
        actor = visit.who.actor
        known = await self.queries.known(actor)
        waiting = page_of(visit, "cho-lap", to_decide(actor, known.cases))
        return self.frame.page(
            "cho-ky.html",
            visit.who,
            visit.path,
            status=fault.status if fault else HTTPStatus.OK,
            decisions=await page_from(visit, "trang", partial(self.queries.signed_and_drafted, actor)),
            waiting=waiting,
            left_out=known.left_out,
            groups=_by_grantor(waiting.rows),
            names=await self.names.of(visit.who, [str(case.id) for case in waiting.rows]),
            units=await self.queries.units.names(),
            fault=fault,
            fields=(fault.fields or {}) if fault else {},
            values=visit.form,
            picked=visit.lists.get("ho-so", []),
            key=key_of(visit) if fault else new_key(),
        )

    async def _prepare(self, visit: Visit) -> Response:
        rows = [_row(visit.form, case_id) for case_id in visit.lists.get("ho-so", [])]
        if faults := _faults_in(rows):
            return await self._draw_list(visit, Fault("Chưa lập được dự thảo.", _MEND, fields=faults))
        body = {
            "grantor_unit_id": visit.form.get("cap-khen", ""),
            "number": visit.form.get("so-quyet-dinh") or None,
            "rows": rows,
        }
        try:
            answer = await self.owners.act(visit.who, "reviews/decisions", body, key_of(visit))
        except (OwnerRefusedError, OwnerDownError) as error:
            return await self._draw_list(visit, fault_of(error, _PLACES, "/cho-ky/{id}"))
        return done(f"/cho-ky/{answer['id']}", "decision", answer)

    async def _show(self, visit: Visit) -> Response:
        return await self._draw(visit)

    async def _draw(self, visit: Visit, fault: Fault | None = None) -> Response:
        decision_id, actor = uuid_of(visit, "decision_id"), visit.who.actor
        decision, behind = await self.queries.decision(decision_id, actor, awaited(visit))
        if decision is None:
            return self.frame.page("dang-cap-nhat.html", visit.who, visit.path, what="Quyết định")
        told = await self.names.detail(visit.who, f"reviews/decisions/{decision_id}")
        place = (decision.grantor_unit_id,)
        decides = may(actor, "decision.send_back", place)
        # To a head the owner shows it only while the signature is delegated to that head.
        may_sign = decides or (told is not None and may(actor, "decision.sign", place))
        return self.frame.page(
            "quyet-dinh.html",
            visit.who,
            visit.path,
            status=fault.status if fault else HTTPStatus.OK,
            decision=decision,
            behind=behind,
            told=told,
            units=await self.queries.units.names(),
            signs=decision.state == "drafted" and may_sign,
            decides=decides,
            modes=SIGN_MODE_VI,
            fault=fault,
            fields=(fault.fields or {}) if fault else {},
            values=visit.form,
            key=key_of(visit) if fault else new_key(),
        )

    async def _sign(self, visit: Visit) -> Response:
        if visit.form.get("xac-nhan") != "1":
            return await self._draw(visit, Fault("Quyết định chưa được ký.", fields={"xac-nhan": _CONFIRM}))
        mode = visit.form.get("cach-ky", "paper")
        return await self._act(visit, "sign", {"sign_mode": mode})

    async def _send_back(self, visit: Visit) -> Response:
        if not visit.form.get("ly-do"):
            return await self._draw(visit, Fault("Quyết định chưa được trả lại.", fields={"ly-do": _REASON}))
        return await self._act(visit, "send-back", {"reason": visit.form["ly-do"]})

    async def _act(self, visit: Visit, command: str, body: Mapping[str, Any]) -> Response:
        decision_id = uuid_of(visit, "decision_id")
        path = f"reviews/decisions/{decision_id}/{command}"
        try:
            answer = await self.owners.act(visit.who, path, body, key_of(visit))
        except (OwnerRefusedError, OwnerDownError) as error:
            return await self._draw(visit, fault_of(error, here="/cho-ky/{id}"))
        return done(f"/cho-ky/{decision_id}", "decision", answer)


def _by_grantor(cases: Sequence[Case]) -> Mapping[str, list[Case]]:
    """One decision has one grantor, so the files stand by grantor."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.grantor_unit_id, []).append(case)
    return groups


def _faults_in(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What to mend before a decision can be drafted, by field."""
    faults: dict[str, str] = {}
    if not rows:
        faults["ho-so"] = "Chọn ít nhất một hồ sơ."
    for row in rows:
        if not row["subject_label"]:
            faults[f"ten-{row['case_id']}"] = "Nhập tên ghi trong quyết định."
        if not row["citation_vi"]:
            faults[f"noi-dung-{row['case_id']}"] = "Nhập nội dung khen."
    return faults


def _row(form: Mapping[str, str], case_id: str) -> dict[str, str]:
    return {
        "case_id": case_id,
        "subject_label": form.get(f"ten-{case_id}", ""),
        "citation_vi": form.get(f"noi-dung-{case_id}", ""),
    }
