"""Phiên xét: the sessions of my councils, convening one, and one session with its votes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.domain.case import Case
from services.console.domain.meeting import Council, Result, result_vi
from services.console.domain.task import ready_for
from services.console.pages.acting import awaited, done, key_of, new_key, uuid_of
from services.console.pages.fault import Fault, fault_of
from services.console.pages.frame import Frame
from services.console.pages.names import Names
from services.console.pages.numbers import number_of
from services.console.pages.paging import Page, page_from, page_of
from services.console.pages.visit import Endpoint, Gate, Visit
from services.console.pages.vote import CHOICES
from services.console.usecases.ports import Json, OwnerDownError, OwnerRefusedError, Owners
from services.console.usecases.queries import Queries
from shared.kernel.actor import Actor
from shared.kernel.clock import VIETNAM
from shared.kernel.policy import may

_DAYS_TO_VOTE = 3
_MEND = "Sửa các ô có ghi chú bên dưới rồi bấm Triệu tập phiên."
_ENTER = "Chọn thành viên, chọn Đồng ý hoặc Không đồng ý như trên phiếu giấy, rồi đánh dấu ô xác nhận."
_PLACES = {"CLOSES_IN_PAST": "dong", "CLOSES_TOO_LATE": "dong", "CASES_NOT_READY": "ho-so"}
_ACTS: Mapping[str, tuple[str, str]] = {
    "mo": ("session.open_voting", "open-voting"),
    "dong": ("session.close_voting", "close-voting"),
    "hoan": ("session.adjourn", "adjourn"),
    "lap-bien-ban": ("session.minute", "minute"),
}


@dataclass(frozen=True, slots=True)
class MeetingPages:
    """How many voted stands beside how many may; how, only of an open vote that is counted."""

    gate: Gate
    frame: Frame
    queries: Queries
    owners: Owners
    names: Names

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        acts = [
            self.gate.post(f"/phien/{{meeting_id}}/{slug}", action, self._act(command))
            for slug, (action, command) in _ACTS.items()
        ]
        return [
            self.gate.get("/phien", "session.read", self._list),
            self.gate.post("/phien", "session.convene", self._convene),
            self.gate.get("/phien/{meeting_id}", "session.read", self._show),
            self.gate.post("/phien/{meeting_id}/khong-tham-gia", "session.recuse", self._recuse),
            self.gate.post("/phien/{meeting_id}/phieu-giay", "session.cast_written", self._enter_paper, quiet=True),
            *acts,
        ]

    async def _list(self, visit: Visit) -> Response:
        return await self._draw_list(visit)

    async def _draw_list(self, visit: Visit, fault: Fault | None = None) -> Response:
        actor = visit.who.actor
        known = await self.queries.known(actor)
        councils = [council for council in known.councils if _convenes(actor, council)]
        ready = page_of(visit, "cho-xep", [(one, case) for one in councils for case in ready_for(one, known.cases)])
        ids = sorted({str(case.id) for _, case in ready.rows})
        closes = self.frame.clock().astimezone(VIETNAM) + timedelta(days=_DAYS_TO_VOTE)
        return self.frame.page(
            "phien.html",
            visit.who,
            visit.path,
            status=fault.status if fault else HTTPStatus.OK,
            meetings=await page_from(visit, "trang", partial(self.queries.sessions, actor)),
            ready=ready,
            left_out=known.left_out,
            convening=_by_council(councils, ready),
            names=await self.names.of(visit.who, ids),
            units=await self.queries.units.names(),
            fault=fault,
            fields=(fault.fields or {}) if fault else {},
            values=visit.form,
            picked=visit.lists.get("ho-so", []),
            closes={"d": closes.day, "m": closes.month, "y": closes.year},
            key=key_of(visit) if fault else new_key(),
        )

    async def _convene(self, visit: Visit) -> Response:
        closes_at, picked = _closes_at(visit.form), visit.lists.get("ho-so", [])
        faults = {} if picked else {"ho-so": "Chọn ít nhất một hồ sơ."}
        if closes_at is None:
            faults["dong"] = "Nhập ngày, giờ đóng phiếu bằng số, ví dụ 27 11 2026, 17 giờ 00."
        elif closes_at <= self.frame.clock():
            faults["dong"] = "Giờ đóng phiếu đã qua; chọn giờ muộn hơn."
        if closes_at is None or faults:
            return await self._draw_list(visit, Fault("Chưa triệu tập được phiên.", _MEND, fields=faults))
        body = {"council": visit.form.get("hoi-dong", ""), "case_ids": picked, "closes_at": closes_at.isoformat()}
        try:
            answer = await self.owners.act(visit.who, "reviews/sessions", body, key_of(visit))
        except (OwnerRefusedError, OwnerDownError) as error:
            return await self._draw_list(visit, fault_of(error, _PLACES, "/phien/{id}"))
        return done(f"/phien/{answer['id']}", "session", answer)

    async def _show(self, visit: Visit) -> Response:
        return await self._draw(visit)

    async def _draw(self, visit: Visit, fault: Fault | None = None) -> Response:
        meeting_id, actor = uuid_of(visit, "meeting_id"), visit.who.actor
        meeting, behind = await self.queries.meeting(meeting_id, actor, awaited(visit))
        if meeting is None:
            return self.frame.page("dang-cap-nhat.html", visit.who, visit.path, what="Phiên xét")
        told = await self.names.detail(visit.who, f"reviews/sessions/{meeting_id}")
        ids = [str(case_id) for case_id in meeting.case_ids]
        return self.frame.page(
            "phien-mot.html",
            visit.who,
            visit.path,
            status=fault.status if fault else HTTPStatus.OK,
            meeting=meeting,
            behind=behind,
            rows=_rows(await self.queries.cases.by_ids(meeting.case_ids), meeting.results, told),
            told=told,
            lacks_quorum=_lacks_quorum(told),
            names=await self.names.of(visit.who, ids),
            units=await self.queries.units.names(),
            enters=may(actor, "session.cast_written", meeting.path) and meeting.state == "voting_open",
            minutes=may(actor, "session.minute", meeting.path),
            is_chair=may(actor, "session.open_voting", meeting.path),
            fault=fault,
            typed=visit.form,
            key=key_of(visit) if fault else new_key(),
        )

    async def _recuse(self, visit: Visit) -> Response:
        return await self._do(visit, "recuse", {"case_id": visit.form.get("ho-so", "")})

    async def _enter_paper(self, visit: Visit) -> Response:
        member, choice = visit.form.get("thanh-vien", ""), CHOICES.get(visit.form.get("phieu", ""))
        if not member or choice is None or visit.form.get("hieu") != "1":
            return await self._draw(visit, Fault("Chưa nhập được phiếu giấy.", _ENTER))
        body = {"case_id": visit.form.get("ho-so", ""), "member": member, "choice": choice}
        return await self._do(visit, "cast-written", body)

    def _act(self, command: str) -> Endpoint:
        async def do(visit: Visit) -> Response:
            return await self._do(visit, command, {})

        return do

    async def _do(self, visit: Visit, command: str, body: Json) -> Response:
        meeting_id = uuid_of(visit, "meeting_id")
        try:
            answer = await self.owners.act(visit.who, f"reviews/sessions/{meeting_id}/{command}", body, key_of(visit))
        except (OwnerRefusedError, OwnerDownError) as error:
            return await self._draw(visit, fault_of(error, here="/phien/{id}"))
        return done(f"/phien/{meeting_id}", "session", answer)


def _lacks_quorum(told: Mapping[str, Any] | None) -> bool:
    """Whether the time is over with too few votes: then no count is possible, and the session can only be adjourned."""
    is_over = bool(told and told.get("is_over"))
    return is_over and any(vote["cast"] < max(vote["needed"], 1) for vote in (told or {}).get("votes", []))


def _convenes(actor: Actor, council: Council) -> bool:
    return may(actor, "session.convene", (council.code, council.unit_id))


def _by_council(councils: Sequence[Council], ready: Page[tuple[Council, Case]]) -> list[tuple[Council, list[Case]]]:
    """Each council with its files of this page; those without any stand here only when nothing waits for any."""
    groups = [(council, [case for one, case in ready.rows if one is council]) for council in councils]
    return [group for group in groups if group[1] or not ready.total]


def _closes_at(form: Mapping[str, str]) -> datetime | None:
    typed = [number_of(form.get(f"dong-{part}", "")) for part in ("y", "m", "d", "gio", "phut")]
    year, month, day, hour, minute = (-1 if part is None else part for part in typed)
    try:
        return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)
    except (ValueError, OverflowError):
        return None


def _rows(
    cases: list[Case], results: tuple[Result, ...], told: Mapping[str, Any] | None
) -> list[tuple[Case, Mapping[str, Any] | None, str]]:
    """Each file with its vote as the owner shows it to this reader, and the result once it is closed."""
    votes = {str(vote["case_id"]): vote for vote in (told or {}).get("votes", [])}
    said = {result.case_id: result_vi(result) for result in results}
    return [(case, votes.get(str(case.id)), said.get(str(case.id), "")) for case in cases]
