"""Hồ sơ: one file with its status, its clock, its timeline, its content as the owner shows it, and the acts."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from services.console.domain.acts import ACTS, AMEND_SLUG, SUBMIT_SLUG, Act, offered
from services.console.domain.case import Case
from services.console.domain.timeline import title_vi
from services.console.pages.acting import awaited, done, fetched, key_of, new_key, version_carried, version_drawn
from services.console.pages.case_forms import amend_deed, body_of, command_of, faults_in_act
from services.console.pages.deed_form import values_of_deed
from services.console.pages.fault import Fault, fault_of
from services.console.pages.frame import Frame
from services.console.pages.names import Names
from services.console.pages.visit import LARGEST_FORM, Endpoint, Gate, Visit
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError, Owners
from services.console.usecases.queries import Queries
from shared.kernel.holds import GROUND_VI
from shared.kernel.policy import POLICY, may
from shared.kernel.reasons import REASONS
from shared.kernel.vocabulary import sentence_vi, way_out_vi

_NUMBER = re.compile(r"[A-Z]{2}-\d{4}-\d{1,9}")
_WHOLE_SENTENCES = frozenset(code for code, words in REASONS.items() if "{" not in words.sentence_vi + words.way_out_vi)
_MEND = "Sửa các ô có ghi chú bên dưới rồi gửi lại."
_PLACES = {"REASON_MISSING": "ly-do"}
RETURN_REASONS = (
    ("EVIDENCE_MISSING", "Thiếu minh chứng."),
    ("NO_MEASURABLE_RESULT", "Chưa nêu kết quả đo được."),
    ("DATA_MISSING", "Thiếu dữ liệu khác, ghi rõ bên dưới."),
)


@dataclass(frozen=True, slots=True)
class CasePage:
    """The page of one file. Protected content is passed through with the reader's own token."""

    gate: Gate
    frame: Frame
    queries: Queries
    owners: Owners
    names: Names

    def routes(self) -> list[BaseRoute]:
        """Its addresses: the page, a file of evidence, and each act under its own policy."""
        acts = [
            self.gate.post(f"/ho-so/{{number}}/{act.slug}", act.action, self._act(act), limit=LARGEST_FORM)
            for act in ACTS
        ]
        return [
            self.gate.get("/ho-so", "nomination.read", self._find),
            self.gate.get("/ho-so/{number}", "nomination.read", self._show),
            self.gate.get("/ho-so/{number}/minh-chung/{sha256}", "evidence.read", self._evidence),
            *acts,
        ]

    async def _find(self, visit: Visit) -> Response:
        """Lead to the file of a typed code; a code that can be none goes back to its field."""
        typed = visit.query("so").strip()
        address = f"/ho-so/{typed.upper()}" if _NUMBER.fullmatch(typed.upper()) else f"/viec?so={quote(typed[:40])}#so"
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)

    async def _show(self, visit: Visit) -> Response:
        return await self._draw(visit)

    async def _draw(self, visit: Visit, fault: Fault | None = None, tried: str = "") -> Response:
        """The page; after an act that failed, with its form as it was filled."""
        number = visit.param("number")
        case, behind = await self.queries.case(number, visit.who.actor, awaited(visit))
        if case is None:
            return self.frame.page("dang-cap-nhat.html", visit.who, visit.path, what=number)
        told, deed, units = await self._told(visit, case)
        shown = fault or _told_before(visit)
        return self.frame.page(
            "ho-so.html",
            visit.who,
            visit.path,
            status=fault.status if fault else HTTPStatus.OK,
            case=case,
            behind=behind,
            age=case.days_old(self.frame.today),
            lines=[(line, title_vi(line.event)) for line in case.timeline],
            told=told,
            deed=deed,
            shares=await self.names.shares(visit.who, deed),
            review=await self._review(visit, case),
            units=units,
            acts={act.slug: act for act in offered(case, visit.who.actor)},
            fault=shown,
            fields=(shown.fields or {}) if shown else {},
            tried=tried,
            deed_values=values_of_deed(deed) if deed else {},
            drawn=version_drawn(visit, deed, fault),
            typed=visit.form,
            picked=visit.lists.get("ly-do", []),
            complains=bool(visit.who.actor.places(POLICY["complaint.lodge"])),
            amends=may(visit.who.actor, "deed.amend", case.unit_path),
            key=key_of(visit) if fault else new_key(),
            return_reasons=RETURN_REASONS,
            grounds=GROUND_VI,
        )

    async def _told(
        self, visit: Visit, case: Case
    ) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None, Mapping[str, str]]:
        """The file and its deed as nominations shows them to this reader, and the names of units."""
        told, units = await asyncio.gather(
            self.names.detail(visit.who, f"nominations/nominations/{case.id}"), self.queries.units.names()
        )
        deed = await self.names.deed(visit.who, told)
        return told, deed, units

    async def _review(self, visit: Visit, case: Case) -> Mapping[str, Any] | None:
        return await self.names.detail(visit.who, f"reviews/cases/{case.id}") if case.review_state else None

    async def _evidence(self, visit: Visit) -> Response:
        case, _ = await self.queries.case(visit.param("number"), visit.who.actor)
        if case is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        sha256 = visit.param("sha256")
        told = await self.names.detail(visit.who, f"nominations/nominations/{case.id}") or {}
        items = (*told.get("evidence", ()), *told.get("deed_evidence", ()))
        return await fetched(self.owners, visit, items, f"nominations/nominations/{case.id}/evidence/{sha256}")

    def _act(self, act: Act) -> Endpoint:
        async def do(visit: Visit) -> Response:
            number = visit.param("number")
            case, _ = await self.queries.case(number, visit.who.actor)
            if case is None:
                raise HTTPException(HTTPStatus.NOT_FOUND)
            if faults := faults_in_act(act, visit.form, self.frame.today):
                return await self._draw(visit, Fault("Chưa ghi được.", _MEND, fields=faults), act.slug)
            try:
                if act.slug == AMEND_SLUG:
                    await amend_deed(visit, case, self.owners)
                    return RedirectResponse(f"/ho-so/{number}", HTTPStatus.SEE_OTHER)
                body = await body_of(act, visit, case, self.owners)
                seen = version_carried(visit) if act.slug == SUBMIT_SLUG else None
                answer = await self.owners.act(visit.who, command_of(act, case), body, key_of(visit), version=seen)
            except (OwnerRefusedError, OwnerDownError) as error:
                return await self._draw(visit, _again(fault_of(error, _PLACES, f"/ho-so/{number}"), visit), act.slug)
            source = "case" if act.action.startswith("case.") else "nomination"
            return done(f"/ho-so/{number}", source, answer)

        return do


def _told_before(visit: Visit) -> Fault | None:
    """The refusal of a submission that followed a draft, carried here by its code."""
    code = visit.query("tu-choi")
    if code in _WHOLE_SENTENCES:
        return Fault(sentence_vi(code, {}), way_out_vi(code, {}))
    return Fault("Đề nghị đã lập nhưng chưa gửi được.", "Bấm Gửi đề nghị để gửi lại.") if code else None


def _again(fault: Fault, visit: Visit) -> Fault:
    """A browser forgets which files were chosen, so the way out says to choose them again."""
    chosen = any(file.filename for files in visit.files.values() for file in files)
    return replace(fault, way_out=f"{fault.way_out} Hãy chọn lại tệp.".strip()) if chosen else fault
