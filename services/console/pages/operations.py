"""Vận hành: records of the bus that a service could not handle, to try again or to leave out."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from services.console.pages.acting import is_uuid, key_of, new_key
from services.console.pages.fault import Fault, fault_of
from services.console.pages.frame import Frame
from services.console.pages.visit import Gate, Visit
from services.console.usecases.ports import Json, OwnerDownError, OwnerRefusedError, SetAside

SERVICES_VI: Final[Mapping[str, str]] = {
    "nominations": "Đề nghị khen",
    "reviews": "Xét khen",
    "notifications": "Thông báo",
    "console": "Trang làm việc",
}
REASON_VI: Final[Mapping[str, str]] = {
    "bad_json": "Nội dung không phải JSON",
    "bad_data": "Nội dung thiếu hoặc sai kiểu",
    "bad_header": "Phần đầu không đọc được",
    "bad_envelope": "Phần đầu thiếu thông tin bắt buộc",
    "null_value": "Không có nội dung",
    "unknown_type": "Loại sự kiện không biết",
    "future_version": "Phiên bản mới hơn chương trình này",
    "behind": "Chờ sau một bản ghi khác cùng khóa",
}
STATE_VI: Final[Mapping[str, str]] = {
    "waiting": "Tự thử lại",
    "parked": "Chờ người vận hành",
    "retrying": "Đang thử lại",
}
_SHORTEST_REASON: Final = 3


@dataclass(frozen=True, slots=True)
class OperationsPage:
    """All services on one page; one that does not answer says so, the others are shown."""

    gate: Gate
    frame: Frame
    set_aside: SetAside

    def routes(self) -> list[BaseRoute]:
        """Its addresses."""
        return [
            self.gate.get("/van-hanh", "parked.read", self._show),
            self.gate.post("/van-hanh", "parked.change", self._act),
        ]

    async def _show(self, visit: Visit) -> Response:
        return await self._page(visit, None)

    async def _act(self, visit: Visit) -> Response:
        reason = visit.form.get("ly-do", "")
        if len(reason) < _SHORTEST_REASON:
            sentence = "Ghi lý do, ít nhất 3 ký tự: việc này được lưu vào nhật ký vận hành."
            return await self._page(visit, Fault(sentence, fields={f"ly-do-{visit.form.get('ban-ghi', '')}": sentence}))
        try:
            await self._do(visit, reason)
        except (OwnerRefusedError, OwnerDownError) as error:
            return await self._page(visit, fault_of(error))
        return RedirectResponse("/van-hanh", HTTPStatus.SEE_OTHER)

    async def _do(self, visit: Visit, reason: str) -> None:
        owner, record, key = (visit.form.get(name, "") for name in ("dich-vu", "ban-ghi", "khoa-ban-ghi"))
        if owner not in SERVICES_VI or not is_uuid(record):
            raise OwnerRefusedError(HTTPStatus.NOT_FOUND, "Không có bản ghi này.", "Tải lại trang rồi chọn lại.")
        if visit.form.get("viec") == "bo-qua":
            await self.set_aside.discard(visit.who, owner, record, reason, key_of(visit))
        else:
            await self.set_aside.retry(visit.who, owner, key, reason, key_of(visit))

    async def _page(self, visit: Visit, fault: Fault | None) -> Response:
        found = {owner: await self._found(visit, owner) for owner in SERVICES_VI}
        return self.frame.page(
            "van-hanh.html",
            visit.who,
            visit.path,
            status=fault.status if fault else HTTPStatus.OK,
            fault=fault,
            found=found,
            total=sum(aside["total"] for aside in found.values() if aside),
            services_vi=SERVICES_VI,
            reason_vi=REASON_VI,
            state_vi=STATE_VI,
            typed={visit.form.get("ban-ghi", ""): visit.form.get("ly-do", "")},
            new_key=new_key,
        )

    async def _found(self, visit: Visit, owner: str) -> Json | None:
        try:
            return await self.set_aside.look(visit.who, owner)
        except (OwnerRefusedError, OwnerDownError):
            return None
