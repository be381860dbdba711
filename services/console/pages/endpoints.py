"""Kết nối: where the systems of clients listen; registered, proven, tried and mended by who connects them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages import endpoint_words as words
from services.console.pages.acting import new_key, uuid_of
from services.console.pages.fault import Fault
from services.console.pages.passing import Json, Passing, missing, to
from services.console.pages.visit import Visit
from shared.kernel.policy import POLICY, may

_OWNER: Final = "notifications/endpoints"
_NEEDED: Final = {"dia-chi": "Nhập địa chỉ nhận.", "don-vi": "Nhập mã đơn vị."}
ACTS: Final[Mapping[str, tuple[str, str]]] = {
    "xac-minh": ("prove", "endpoint.prove"),
    "gui-thu": ("test", "endpoint.test"),
    "doi-khoa": ("rotate-key", "endpoint.rotate_key"),
    "thu-hoi-khoa": ("revoke-keys", "endpoint.revoke_keys"),
    "tat": ("disable", "endpoint.disable"),
    "mo-lai": ("reopen", "endpoint.reopen"),
}
"""What may be done with one, by the word of its address: the owner's word for it, and its policy."""
_SURE: Final = {
    "thu-hoi-khoa": "Đánh dấu xác nhận: bên nhận sẽ không tin lần gửi nào cho đến khi lấy khóa mới.",
    "tat": "Đánh dấu xác nhận: kết nối đã tắt không nhận gì nữa, mở lại phải xác minh lại.",
}


@dataclass(frozen=True, slots=True)
class EndpointPages:
    """Officers read; who connected a system acts. What the owner does not tell apart looks absent."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/ket-noi", "endpoint.read", self._list),
            gate.post("/ket-noi", "endpoint.register", self._register),
            gate.get("/ket-noi/{endpoint_id}", "endpoint.read", self._show),
            gate.get("/ket-noi/{endpoint_id}/khoa-chung", "endpoint_secret.read", self._secrets),
            *(
                gate.post(f"/ket-noi/{{endpoint_id}}/{slug}", action, partial(self._act, slug=slug))
                for slug, (_, action) in ACTS.items()
            ),
        ]

    async def _list(self, visit: Visit, fault: Fault | None = None) -> Response:
        return await self._draw(
            visit,
            "ket-noi.html",
            fault,
            endpoints=await self.pages.listed(visit, _OWNER),
            own_units=sorted(visit.who.actor.places(POLICY["endpoint.register"])),
            picked=visit.lists.get("su-kien", []),
        )

    async def _show(self, visit: Visit, fault: Fault | None = None, unanswered: str = "") -> Response:
        """`unanswered` is the act of which nobody knows how it ended: only its form keeps its key."""
        told = await self._told(visit)
        return await self._draw(
            visit,
            "ket-noi-mot.html",
            fault,
            told=told,
            acts=_offered(visit, told),
            may_guard=_may(visit, "endpoint.set_access", told),
            sees_secret=_may(visit, "endpoint_secret.read", told),
            unanswered=unanswered,
            new_key=new_key,
            waiting=_waiting(told, self.pages.frame.clock()),
        )

    async def _secrets(self, visit: Visit) -> Response:
        told = await self._told(visit)
        found = await self.pages.owners.ask(visit.who, f"{_OWNER}/{told['id']}/secrets")
        return await self._draw(visit, "ket-noi-khoa.html", None, told=told, secrets=found)

    async def _register(self, visit: Visit) -> Response:
        form, faults = visit.form, missing(visit.form, _NEEDED)
        kinds = visit.lists.get("su-kien", [])
        if not kinds:
            faults["su-kien"] = "Chọn ít nhất một loại tin."
        if faults:
            return await self._list(visit, Fault("Chưa đăng ký được kết nối.", fields=faults))
        body: dict[str, Any] = {
            "url": form["dia-chi"],
            "unit_id": form["don-vi"],
            "kinds": kinds,
            "ordering": "none" if form.get("khong-thu-tu") else "subject",
            "signs_with": form.get("ky", "ed25519"),
        }
        contact = form.get("lien-he")
        answer, fault = await self.pages.done(visit, _OWNER, body | ({"contact": contact} if contact else {}))
        return await self._list(visit, fault) if answer is None else to(f"/ket-noi/{answer['id']}")

    async def _act(self, visit: Visit, *, slug: str) -> Response:
        endpoint_id, (command, _) = uuid_of(visit, "endpoint_id"), ACTS[slug]
        if slug in _SURE and not visit.form.get(f"{slug}-chac"):
            return await self._show(visit, Fault("Chưa làm được.", fields={f"{slug}-chac": _SURE[slug]}))
        answer, fault = await self.pages.done(visit, f"{_OWNER}/{endpoint_id}/{command}", {})
        if answer is not None:
            return to(f"/ket-noi/{endpoint_id}")
        is_unknown = fault is not None and fault.status == HTTPStatus.SERVICE_UNAVAILABLE
        return await self._show(visit, fault, slug if is_unknown else "")

    async def _told(self, visit: Visit) -> Json:
        """The endpoint of the address. Raises: HTTPException (404), OwnerRefusedError, OwnerDownError."""
        return await self.pages.one(visit, f"{_OWNER}/{uuid_of(visit, 'endpoint_id')}")

    async def _draw(self, visit: Visit, template: str, fault: Fault | None, **content: object) -> Response:
        now = self.pages.frame.clock()
        return await self.pages.draw(visit, template, fault, words=words, now=now, **content)


def _offered(visit: Visit, told: Json) -> frozenset[str]:
    """The acts that this person may do, and that fit the state."""
    fit = {
        "pending": {"xac-minh", "tat"},
        "active": {"gui-thu", "doi-khoa", "thu-hoi-khoa", "tat"},
        "throttled": {"gui-thu", "doi-khoa", "thu-hoi-khoa", "tat"},
        "disabled": {"mo-lai"},
    }[told["state"]]
    return frozenset(slug for slug in fit if _may(visit, ACTS[slug][1], told))


def _may(visit: Visit, action: str, told: Json) -> bool:
    """Whether this person may do that with this endpoint; all but reading is for the client alone."""
    return may(visit.who.actor, action, told["unit_path"], (told["client_ref"],))


def _waiting(told: Json, now: datetime) -> frozenset[str]:
    """The keys that are published and do not sign yet."""
    return frozenset(key["kid"] for key in told["keys"] if datetime.fromisoformat(key["since"]) > now)
