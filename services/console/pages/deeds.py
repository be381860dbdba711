"""Thành tích: who did it and with which share: confirmed, disputed, resolved; compared with one that looks like it."""

from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import (
    fetched,
    is_uuid,
    key_of,
    parts_of,
    stored,
    uuid_of,
    version_drawn,
    version_seen,
)
from services.console.pages.fault import Fault, fault_of
from services.console.pages.numbers import number_of
from services.console.pages.passing import Json, Passing, missing, to
from services.console.pages.people import names_of
from services.console.pages.visit import LARGEST_FORM, Endpoint, Visit, safe_path
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError
from shared.kernel.policy import POLICY

STATE_VI: Final = {"registered": "Đã ghi nhận", "disputed": "Đang làm rõ người lập", "linked": "Đã gắn với việc khác"}
OUTCOME_VI: Final = {"upheld": "Đã sửa tỷ lệ đóng góp", "rejected": "Giữ nguyên tỷ lệ đóng góp"}
_OWNER: Final = "nominations/deeds"
_SHARE, _MOST = "ty-le", 100
_PROOF: Final = "minh-chung"
_HEARD: Final = {"nguoi-neu": "Ghi ý kiến của người nêu.", "nguoi-lap": "Ghi ý kiến của những người được ghi tên."}
_NOT_DONE: Final = "Chưa ghi được."


@dataclass(frozen=True, slots=True)
class DeedPages:
    """Colleagues see what is said to have been done, and by whom; officers hear both sides and compare deeds."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/thanh-tich", "deed.read", self._list),
            gate.get("/thanh-tich/{deed_id}", "deed.read", self._show),
            gate.get("/thanh-tich/{deed_id}/minh-chung/{sha256}", "evidence.read", self._evidence),
            gate.post("/thanh-tich/{deed_id}/minh-chung", "deed.amend", self._prove, limit=LARGEST_FORM),
            gate.post("/thanh-tich/{deed_id}/xac-nhan", "deed.confirm_share", self._confirm),
            gate.post("/thanh-tich/{deed_id}/y-kien", "deed.dispute", self._dispute),
            gate.post("/thanh-tich/{deed_id}/ket-luan", "deed.resolve", self._resolve),
            gate.post("/thanh-tich/{deed_id}/gan", "deed.link", self._compared("link")),
            gate.post("/thanh-tich/{deed_id}/giu-rieng", "deed.keep_apart", self._compared("keep-apart")),
        ]

    async def _list(self, visit: Visit) -> Response:
        deeds = await self.pages.listed(visit, _OWNER)
        return await self.pages.draw(visit, "thanh-tich.html", None, deeds=deeds, state_vi=STATE_VI)

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        told, actor = await self.pages.one(visit, self._path(visit)), visit.who.actor
        own = next((one for one in told["contributors"] if one["subject_ref"] == actor.ref), None)
        is_free, is_peer = told["state"] == "registered", bool(actor.places(POLICY["deed.dispute"]))
        other_id = visit.query("voi") or visit.form.get("voi", "")
        other = await self._other(visit, other_id)
        return await self.pages.draw(
            visit,
            "thanh-tich-mot.html",
            fault,
            told=told,
            drawn=version_drawn(visit, told, fault),
            confirms=is_free and is_peer and own is not None and own["confirmed_on"] is None,
            disputes=is_free and is_peer,
            amends=is_free and bool(actor.places(POLICY["deed.amend"])),
            reads_evidence=bool(actor.places(POLICY["evidence.read"])),
            resolves=told["state"] == "disputed" and bool(actor.places(POLICY["deed.resolve"])),
            compares=bool(actor.places(POLICY["deed.link"])) and is_uuid(other_id),
            other_id=other_id,
            other=other,
            names=await names_of(
                self.pages.owners, visit.who, [ref for one in (told, other) if one for ref in refs_in(one)]
            ),
            back=visit.query("ve") or visit.form.get("ve", ""),
            state_vi=STATE_VI,
            outcome_vi=OUTCOME_VI,
        )

    async def _other(self, visit: Visit, other_id: str) -> Json | None:
        """The deed to compare with, when this reader may see it: it can be of the other command line."""
        if not is_uuid(other_id):
            return None
        try:
            return await self.pages.one(visit, f"{_OWNER}/{other_id}")
        except (OwnerRefusedError, OwnerDownError):
            return None

    async def _evidence(self, visit: Visit) -> Response:
        items = (await self.pages.one(visit, self._path(visit))).get("evidence", ())
        path = f"{self._path(visit)}/evidence/{visit.param('sha256')}"
        return await fetched(self.pages.owners, visit, items, path)

    async def _prove(self, visit: Visit) -> Response:
        """New files are stored; then the deed has them beside those that it has, unless a colleague was faster."""
        try:
            added = await stored(self.pages.owners, visit, _PROOF, key_of(visit))
        except (OwnerRefusedError, OwnerDownError) as error:
            return await self._show(visit, replace(fault_of(error), fields={_PROOF: fault_of(error).sentence}))
        if not added:
            return await self._show(visit, Fault(_NOT_DONE, fields={_PROOF: "Chọn ít nhất một tệp."}))
        told = await self.pages.one(visit, self._path(visit))
        new = {item["sha256"] for item in added}
        kept = [parts_of(item) for item in told["evidence"] if item["sha256"] not in new]
        return await self._send(visit, "amend", {"evidence": [*kept, *added]}, version=told["version"])

    async def _confirm(self, visit: Visit) -> Response:
        return await self._send(visit, "confirm-share", {})

    async def _dispute(self, visit: Visit) -> Response:
        faults = missing(visit.form, {"ly-do": "Nêu vì sao."}) | _faults_in_share(visit.form.get(_SHARE, ""), _SHARE)
        if faults:
            return await self._show(visit, Fault(_NOT_DONE, fields=faults))
        body = {"share": number_of(visit.form[_SHARE]), "ground_vi": visit.form["ly-do"]}
        return await self._send(visit, "dispute", body)

    async def _resolve(self, visit: Visit) -> Response:
        form, told = visit.form, await self.pages.one(visit, self._path(visit))
        typed = {ref: number_of(form.get(f"{_SHARE}-{ref}", "") or "0") for ref in people_of(told)}
        wrong = [ref for ref, share in typed.items() if share is None or share > _MOST]
        faults = missing(form, _HEARD) | {f"{_SHARE}-{ref}": "Nhập từ 0 đến 100." for ref in wrong}
        rows: list[dict[str, Any]] = [{"subject_ref": ref, "share": share} for ref, share in typed.items() if share]
        if faults or not rows:
            return await self._show(visit, Fault(_NOT_DONE, "Chia đủ 100 cho những người đã lập.", fields=faults))
        body = {"contributors": rows, "claimant_vi": form["nguoi-neu"], "contributors_vi": form["nguoi-lap"]}
        return await self._send(visit, "resolve", body, version=version_seen(visit, told))

    def _compared(self, command: str) -> Endpoint:
        async def do(visit: Visit) -> Response:
            return await self._send(visit, command, {"other_deed_id": visit.form.get("voi", "")})

        return do

    async def _send(self, visit: Visit, command: str, body: Json, *, version: int | None = None) -> Response:
        answer, fault = await self.pages.done(visit, f"{self._path(visit)}/{command}", body, version=version)
        if answer is None:
            return await self._show(visit, fault)
        return to(safe_path(visit.form.get("ve") or f"/thanh-tich/{answer['id']}"))

    def _path(self, visit: Visit) -> str:
        return f"{_OWNER}/{uuid_of(visit, 'deed_id')}"


def refs_in(told: Json) -> list[str]:
    """Everybody whom the page of a deed names."""
    return [str(one["subject_ref"]) for one in told["contributors"]] + [
        str(one["claimant_ref"]) for one in told["disputes"]
    ]


def people_of(told: Json) -> list[str]:
    """Those among whom a disputed deed is shared: who is named, and who says to be."""
    refs = [str(one["subject_ref"]) for one in told["contributors"]]
    refs += [str(one["claimant_ref"]) for one in told["disputes"] if one["outcome"] is None]
    return list(dict.fromkeys(refs))


def _faults_in_share(typed: str, name: str) -> dict[str, str]:
    share = number_of(typed)
    return {} if share is not None and 1 <= share <= _MOST else {name: "Nhập từ 1 đến 100."}
