"""Đề nghị khen: one page to write, one to read again and send."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from services.console.pages.acting import is_uuid, key_of, new_key, stored
from services.console.pages.contributors import MOST_ROWS, changed, is_about_rows, rows_of, shares_of, values_of
from services.console.pages.fault import Fault, fault_of
from services.console.pages.frame import Frame
from services.console.pages.nominate_form import (
    FIELDS,
    Choices,
    choices_of,
    faults_in,
    is_annual,
    type_of,
    types_of,
    unit_of,
    written,
)
from services.console.pages.people import found, sought_in, with_named
from services.console.pages.visit import LARGEST_FORM, Gate, Visit
from services.console.usecases.ports import Draft, Drafts, OwnerDownError, OwnerRefusedError, Owners, Units
from services.console.usecases.send_nomination import SendNomination, SentBeforeError

_SHORT = "Đề nghị chưa đủ."
_MEND = "Sửa các ô có ghi chú bên dưới rồi bấm Xem lại."
_ARRIVED = "Lần gửi trước đã đến nơi: hồ sơ đã được lập, với nội dung trước khi bạn sửa."
_GO_ON = (
    "Không có hồ sơ thứ hai. Mở hồ sơ để sửa việc đã làm rồi gửi; nếu phải đổi điều khác thì rút hồ sơ đó và lập "
    "đề nghị mới. Những gì bạn vừa sửa vẫn còn trong nháp này."
)
_KEPT = "Đã lưu nháp. Hệ thống nhận đề nghị đang không trả lời."
_LATER = "Mở lại nháp từ Việc của tôi và bấm gửi sau ít phút. Hệ thống không tự gửi thay bạn."


@dataclass(frozen=True, slots=True)
class NominatePages:
    """What a person writes is kept as a draft until its owner has confirmed it."""

    gate: Gate
    frame: Frame
    owners: Owners
    drafts: Drafts
    units: Units
    send: SendNomination

    def routes(self) -> list[BaseRoute]:
        """Its addresses."""
        return [
            self.gate.get("/de-nghi", "nomination.draft", self._blank),
            self.gate.post("/de-nghi", "nomination.draft", self._review, limit=LARGEST_FORM),
            self.gate.get("/de-nghi/{key}", "nomination.draft", self._read_again),
            self.gate.get("/de-nghi/{key}/sua", "nomination.draft", self._mend),
            self.gate.post("/de-nghi/{key}/gui", "nomination.draft", self._send),
            self.gate.post("/de-nghi/{key}/bo", "nomination.draft", self._drop),
        ]

    async def _blank(self, visit: Visit) -> Response:
        for_a_year = {"theo-nam": "1", "nam": str(self.frame.today.year)}
        values = for_a_year if visit.query("theo-nam") == "1" else {}
        return await self._form(visit, Draft(new_key(), visit.who.actor.ref, values))

    async def _mend(self, visit: Visit) -> Response:
        draft = await self._draft(visit)
        return _to_file(draft.sent) if draft.sent else await self._form(visit, draft)

    async def _review(self, visit: Visit) -> Response:
        """Keep what was written, store its files, then show it once more; or say what to mend."""
        draft = await self._written_draft(visit)
        if draft.sent:
            return _to_file(draft.sent)
        try:
            added = await stored(self.owners, visit, "minh-chung", draft.key)
        except (OwnerRefusedError, OwnerDownError) as error:
            await self.drafts.keep(draft)
            told = fault_of(error)
            way = "Chữ đã được lưu nháp; hãy chọn lại tệp và thử lại sau ít phút."
            fields = {"minh-chung": told.sentence}
            return await self._form(visit, draft, replace(told, way_out=f"{told.way_out} {way}".strip(), fields=fields))
        new = {item["sha256"] for item in added}
        kept = tuple(item for item in draft.evidence if item["sha256"] not in new)
        draft = replace(draft, evidence=(*kept, *added))
        await self.drafts.keep(draft)
        if "tim-nguoi" in visit.form:
            return _see_other(f"/de-nghi/{draft.key}/sua?tim={quote(sought_in(visit.form.get('tim', '')))}#tim")
        if is_about_rows(visit.form):
            return _to_rows(draft)
        if faults := faults_in(draft.values, self.frame.today):
            return await self._form(visit, draft, Fault(_SHORT, _MEND, fields=faults))
        return _see_other(f"/de-nghi/{draft.key}")

    async def _written_draft(self, visit: Visit) -> Draft:
        key = key_of(visit)
        before = await self.drafts.find(key, visit.who.actor.ref) or Draft(key, visit.who.actor.ref, {})
        removed = set(visit.lists.get("bo-tep", []))
        evidence = tuple(item for item in before.evidence if item["sha256"] not in removed)
        values = {name: visit.form.get(name, "") for name in FIELDS}
        return replace(before, values=values | values_of(changed(visit.form)), evidence=evidence)

    async def _read_again(self, visit: Visit) -> Response:
        draft = await self._draft(visit)
        return _to_file(draft.sent) if draft.sent else await self._preview(visit, draft)

    async def _send(self, visit: Visit) -> Response:
        draft = await self._draft(visit)
        if draft.sent:
            return _to_file(draft.sent)
        choices = await self._choices(visit, draft)
        if choices is None:
            return await self._preview(visit, draft, Fault(_KEPT, _LATER, status=HTTPStatus.SERVICE_UNAVAILABLE))
        if faults := faults_in(draft.values, self.frame.today):
            return await self._form(visit, draft, Fault(_SHORT, _MEND, fields=faults))
        try:
            sent = await self.send(visit.who, draft, written(draft, choices))
        except (SentBeforeError, OwnerDownError, OwnerRefusedError) as error:
            return await self._preview(visit, draft, _unsent(error))
        refused = f"&tu-choi={getattr(sent.refusal, 'code', '') or '1'}" if sent.refusal else ""
        return _see_other(f"/ho-so/{sent.number}?cho=nomination.{sent.seq}{refused}")

    async def _drop(self, visit: Visit) -> Response:
        await self.drafts.drop(visit.param("key"), visit.who.actor.ref)
        return _see_other("/viec")

    async def _draft(self, visit: Visit) -> Draft:
        key = visit.param("key")
        draft = await self.drafts.find(key, visit.who.actor.ref) if is_uuid(key) else None
        if draft is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return draft

    async def _form(self, visit: Visit, draft: Draft, fault: Fault | None = None) -> Response:
        choices = await self._choices(visit, draft)
        return self.frame.page(
            "de-nghi.html",
            visit.who,
            "/de-nghi",
            status=fault.status if fault else HTTPStatus.OK,
            draft=draft,
            values={**dict.fromkeys(FIELDS, ""), **draft.values},
            annual=is_annual(draft.values),
            types=types_of(draft.values),
            choices=choices,
            units=await self.units.names(),
            rows=rows_of(draft.values),
            most_rows=MOST_ROWS,
            fault=fault,
            fields=(fault.fields or {}) if fault else {},
        )

    async def _preview(self, visit: Visit, draft: Draft, fault: Fault | None = None) -> Response:
        choices = await self._choices(visit, draft)
        return self.frame.page(
            "de-nghi-xem.html",
            visit.who,
            "/de-nghi",
            status=fault.status if fault else HTTPStatus.OK,
            draft=draft,
            values={**dict.fromkeys(FIELDS, ""), **draft.values},
            annual=is_annual(draft.values),
            type=type_of(draft.values),
            chosen=choices.chosen(draft.values) if choices else {},
            units=await self.units.names(),
            shares=[(choices.subject(ref) if choices else ref, share) for ref, share in shares_of(draft.values)],
            fault=fault,
        )

    async def _choices(self, visit: Visit, draft: Draft) -> Choices | None:
        """What can be chosen, from the owner; None while it does not answer."""
        subject = draft.values.get("doi-tuong", "")
        named = [subject, *(row.ref for row in rows_of(draft.values))]
        sought = sought_in(visit.query("tim"))
        try:
            people, movements = await asyncio.gather(
                found(self.owners, visit.who, sought), self._list(visit, "movements")
            )
            subjects = await with_named(self.owners, visit.who, people, named)
            unit = unit_of(subjects, subject)
            forms = await self._list(visit, "forms", **({"unit": unit} if unit else {}))
        except (OwnerDownError, OwnerRefusedError):
            return None
        return choices_of(subjects, forms, movements, annual=is_annual(draft.values), sought=sought, found=len(people))

    async def _list(self, visit: Visit, what: str, **query: str) -> list[Mapping[str, Any]]:
        answer = await self.owners.ask(visit.who, f"nominations/{what}", **query)
        return list(answer) if isinstance(answer, list) else []


def _unsent(error: SentBeforeError | OwnerDownError | OwnerRefusedError) -> Fault:
    if isinstance(error, SentBeforeError):
        see = (f"/ho-so/{error.number}", f"Mở hồ sơ {error.number}")
        return Fault(_ARRIVED, _GO_ON, see=see, status=HTTPStatus.CONFLICT)
    if isinstance(error, OwnerDownError):
        return Fault(_KEPT, _LATER, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return fault_of(error)


def _to_file(number: str) -> Response:
    """What was sent already: the same form pressed twice, or reached by the back button."""
    return _see_other(f"/ho-so/{number}")


def _to_rows(draft: Draft) -> Response:
    """The form with its rows as they are now, at the last of them."""
    last = len(rows_of(draft.values))
    return _see_other(f"/de-nghi/{draft.key}/sua{f'#nguoi-{last}' if last else '#tieu-de'}")


def _see_other(address: str) -> Response:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
