"""Bỏ phiếu: one file a page, one final vote."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from services.console.domain.case import Case
from services.console.domain.meeting import GROUND_VI, Meeting
from services.console.pages.acting import key_of, new_key, uuid_of
from services.console.pages.fault import Fault, fault_of
from services.console.pages.frame import Frame
from services.console.pages.names import Names
from services.console.pages.visit import Gate, Visit
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError, Owners
from services.console.usecases.queries import Queries

CHOICES = {"dong-y": "yes", "khong": "no"}
"""What a form says, and what the owner of votes understands."""

_SHORT = "Phiếu chưa được bỏ."
_CHOOSE = "Chọn Đồng ý hoặc Không đồng ý."
_CONFIRM = "Đánh dấu ô xác nhận: phiếu đã bỏ không sửa được."


@dataclass(frozen=True, slots=True)
class VotePage:
    """Nothing of a ballot is kept here: the choice goes to the owner and is forgotten."""

    gate: Gate
    frame: Frame
    queries: Queries
    owners: Owners
    names: Names

    def routes(self) -> list[BaseRoute]:
        """Its addresses."""
        path = "/phien/{meeting_id}/phieu/{number}"
        return [
            self.gate.get(path, "session.read", self._show),
            self.gate.post(path, "session.cast", self._cast, quiet=True),
        ]

    async def _show(self, visit: Visit) -> Response:
        return await self._draw(visit)

    async def _draw(self, visit: Visit, fault: Fault | None = None) -> Response:
        meeting, case = await self._found(visit)
        session = await self.names.detail(visit.who, f"reviews/sessions/{meeting.id}") or {}
        votes: list[Mapping[str, Any]] = list(session.get("votes", []))
        vote = next((one for one in votes if one["case_id"] == str(case.id)), None)
        told = await self.names.detail(visit.who, f"nominations/nominations/{case.id}")
        deed = await self.names.deed(visit.who, told)
        return self.frame.page(
            "phieu.html",
            visit.who,
            visit.path,
            status=fault.status if fault else HTTPStatus.OK,
            meeting=meeting,
            case=case,
            vote=vote,
            ground=_ground(vote, visit.who.actor.ref),
            voted=sum(one["you"] == "voted" for one in votes),
            mine=sum(one["you"] in {"voted", "may_vote"} for one in votes),
            told=told,
            deed=deed,
            shares=await self.names.shares(visit.who, deed),
            units=await self.queries.units.names(),
            fault=fault,
            fields=(fault.fields or {}) if fault else {},
            chosen=visit.form.get("phieu", ""),
            key=key_of(visit) if fault else new_key(),
        )

    async def _cast(self, visit: Visit) -> Response:
        choice = CHOICES.get(visit.form.get("phieu", ""))
        faults = {} if choice else {"phieu": _CHOOSE}
        if visit.form.get("hieu") != "1":
            faults["hieu"] = _CONFIRM
        if faults:
            return await self._draw(visit, Fault(_SHORT, fields=faults))
        meeting, case = await self._found(visit)
        body = {"case_id": str(case.id), "choice": choice}
        try:
            session = await self.owners.act(visit.who, f"reviews/sessions/{meeting.id}/cast", body, key_of(visit))
        except (OwnerRefusedError, OwnerDownError) as error:
            return await self._draw(visit, fault_of(error, here="/phien/{id}"))
        left = [str(one["case_number"]) for one in session.get("votes", []) if one["you"] == "may_vote"]
        address = f"/phien/{meeting.id}/phieu/{left[0]}" if left else f"/phien/{meeting.id}"
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)

    async def _found(self, visit: Visit) -> tuple[Meeting, Case]:
        """The session and its file. Raises: HTTPException (404), ForbiddenError."""
        meeting, _ = await self.queries.meeting(uuid_of(visit, "meeting_id"), visit.who.actor)
        cases = await self.queries.cases.by_ids(meeting.case_ids) if meeting else []
        case = next((one for one in cases if one.number == visit.param("number")), None)
        if meeting is None or case is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return meeting, case


def _ground(vote: Mapping[str, Any] | None, member_ref: str) -> str:
    """Why this person may not vote, in words; empty for one who may."""
    recused = (vote or {}).get("recused", [])
    code = next((str(one["ground"]) for one in recused if one["member_ref"] == member_ref), "")
    return GROUND_VI.get(code, code)
