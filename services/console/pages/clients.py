"""Hệ thống ngoài: the systems of clients that ask and send; recorded, changed and shut out by operators."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import new_key, version_drawn, version_seen
from services.console.pages.client_form import asked_for, faults_in, key_faults, key_in, ref_faults
from services.console.pages.fault import Fault
from services.console.pages.navigation import holds_role
from services.console.pages.passing import Json, Passing, to
from services.console.pages.visit import Visit

SCOPES_VI: Final[Mapping[str, str]] = {
    "nominations:write": "Gửi hồ sơ đề nghị khen",
    "results:write": "Gửi kết quả thực hiện nhiệm vụ",
    "awards:read": "Đọc sổ khen thưởng",
    "catalogue:read": "Đọc danh mục",
    "events:subscribe": "Đăng ký kết nối nhận tin",
}
_OWNER: Final = "notifications/clients"
_HERE: Final = "/he-thong"
_NOT_YET: Final = 0
"""The version of what is not there: what the form for new systems says must change none."""

_TAKEN: Final = "Đã có hệ thống mang mã này. Mở hệ thống đó để sửa, hoặc đặt mã khác."
_SURE: Final = "Đánh dấu xác nhận: hệ thống này bị từ chối ngay."


@dataclass(frozen=True, slots=True)
class ClientPages:
    """Operators keep them; who connects a system sees its record and gives it another key."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate, one = self.pages.gate, f"{_HERE}/{{ref}}"
        return [
            gate.get(_HERE, "client.read", self._list),
            gate.post(_HERE, "client.record", self._record),
            gate.get(one, "client.read", self._show),
            gate.post(f"{one}/sua", "client.record", self._change),
            gate.post(f"{one}/doi-khoa", "client.rotate_key", self._rotate),
            gate.post(f"{one}/tam-dung", "client.suspend", self._suspend),
            gate.post(f"{one}/mo-lai", "client.resume", partial(self._act, command="resume", slug="mo-lai")),
        ]

    async def _list(self, visit: Visit, fault: Fault | None = None) -> Response:
        return await self.pages.draw(
            visit,
            "he-thong.html",
            fault,
            clients=await self.pages.listed(visit, _OWNER),
            may_record=holds_role(visit.who.actor, "client.record"),
            picked=visit.lists.get("quyen", []),
            scopes_vi=SCOPES_VI,
        )

    async def _show(self, visit: Visit, fault: Fault | None = None, sent: str = "") -> Response:
        """`sent` is the form that a fault is about: only that one keeps what was typed, and its key."""
        told = await self._told(visit)
        return await self.pages.draw(
            visit,
            "he-thong-mot.html",
            fault,
            told=told,
            acts=_offered(visit, told),
            sent=sent,
            typed=visit.form if sent else {},
            picked=visit.lists.get("quyen", []) if sent == "sua" else told["scopes"],
            version=version_drawn(visit, told, fault),
            new_key=new_key,
            scopes_vi=SCOPES_VI,
        )

    async def _record(self, visit: Visit) -> Response:
        faults = ref_faults(visit.form) | faults_in(visit) | key_faults(visit.form)
        if faults:
            return await self._list(visit, Fault("Chưa ghi được hệ thống.", fields=faults))
        body = {**_body(visit, visit.form["ma"]), **key_in(visit.form)}
        answer, fault = await self.pages.done(visit, _OWNER, body, version=_NOT_YET)
        if fault is not None and fault.status == HTTPStatus.PRECONDITION_FAILED:
            fault = Fault("Chưa ghi được hệ thống.", fields={"ma": _TAKEN})
        return await self._list(visit, fault) if answer is None else to(_address(answer))

    async def _change(self, visit: Visit) -> Response:
        if faults := faults_in(visit):
            return await self._show(visit, Fault("Chưa sửa được.", fields=faults), "sua")
        told = await self._told(visit)
        return await self._done(visit, _OWNER, _body(visit, told["ref"]), "sua", version_seen(visit, told))

    async def _rotate(self, visit: Visit) -> Response:
        if faults := key_faults(visit.form):
            return await self._show(visit, Fault("Chưa đổi được khóa.", fields=faults), "doi-khoa")
        body = {**key_in(visit.form), "at_once": bool(visit.form.get("ngay"))}
        return await self._done(visit, self._path(visit, "rotate-key"), body, "doi-khoa")

    async def _suspend(self, visit: Visit) -> Response:
        if not visit.form.get("chac"):
            return await self._show(visit, Fault("Chưa tạm dừng.", fields={"chac": _SURE}), "tam-dung")
        return await self._act(visit, command="suspend", slug="tam-dung")

    async def _act(self, visit: Visit, *, command: str, slug: str) -> Response:
        return await self._done(visit, self._path(visit, command), {}, slug)

    async def _done(self, visit: Visit, path: str, body: Json, slug: str, version: int | None = None) -> Response:
        answer, fault = await self.pages.done(visit, path, body, version=version)
        return await self._show(visit, fault, slug) if answer is None else to(_address(answer))

    async def _told(self, visit: Visit) -> Json:
        """The client of the address. Raises: OwnerRefusedError, OwnerDownError."""
        return await self.pages.one(visit, self._path(visit))

    def _path(self, visit: Visit, command: str = "") -> str:
        path = f"{_OWNER}/{visit.param('ref')}"
        return f"{path}/{command}" if command else path


def _body(visit: Visit, ref: str) -> dict[str, Any]:
    return asked_for(visit.form, visit.lists["quyen"], ref)


def _address(told: Json) -> str:
    return f"{_HERE}/{told['ref']}"


def _offered(visit: Visit, told: Json) -> frozenset[str]:
    """The forms that this person sees. Whom the owner shows a client, all its units are in reach of."""
    actor = visit.who.actor
    offered = {"sua"} if holds_role(actor, "client.record") else set()
    if holds_role(actor, "any_client.rotate_key") or actor.ref == told["ref"]:
        offered.add("doi-khoa")
    if holds_role(actor, "client.suspend"):
        offered.add("tam-dung" if told["is_active"] else "mo-lai")
    return frozenset(offered)
