"""Tùy chọn: where a person is written to, what comes by mail and what waits for a digest, and who decided so."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import version_drawn, version_seen
from services.console.pages.fault import Fault
from services.console.pages.passing import Json, Passing, missing, to
from services.console.pages.visit import Visit

SETTING_VI: Final = {"on": "Gửi từng thư", "digest": "Gộp trong bản tin", "off": "Không gửi thư"}
TEXTS_VI: Final = {"on": "Mọi tin", "off": "Không nhắn tin"}
RHYTHM_VI: Final = {"daily": "Mỗi ngày, 07:30", "weekly": "Thứ Hai, 07:30"}
LANGUAGE_VI: Final = {"vi": "Tiếng Việt", "en": "English"}
LEVEL_VI: Final = {
    "mandated": "Bắt buộc theo quy định",
    "unit": "Đơn vị quyết định",
    "person": "Bạn chọn",
    "default": "Mặc định",
}
_OWNER: Final = "notifications"
_MAIL, _TEXTS, _ALL = "email", "sms", "*"


@dataclass(frozen=True, slots=True)
class PreferencePages:
    """One page: address, telephone, choice for all letters, what follows. Choices for single kinds stay as they are."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/tuy-chon", "preference.read", self._show),
            gate.post("/tuy-chon/dia-chi", "recipient.set_contact", self._set_address),
            gate.post("/tuy-chon/ma", "recipient.verify_contact", self._enter_code),
            gate.post("/tuy-chon/dien-thoai", "recipient.set_telephone", self._set_telephone),
            gate.post("/tuy-chon/ma-dien-thoai", "recipient.verify_telephone", self._enter_texted_code),
            gate.post("/tuy-chon/nhan-tin", "preference.choose", self._choose),
        ]

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        chosen = await self.pages.one(visit, f"{_OWNER}/preferences")
        return await self.pages.draw(
            visit,
            "tuy-chon.html",
            fault,
            contact=await self.pages.one(visit, f"{_OWNER}/contact"),
            telephone=await self.pages.one(visit, f"{_OWNER}/telephone"),
            rhythm=chosen["rhythm"],
            general=next((one["setting"] for one in chosen["choices"] if is_general(one)), ""),
            texts=next((one["setting"] for one in chosen["choices"] if is_general(one, _TEXTS)), ""),
            decided=_decided(chosen["decisions"]),
            version=version_drawn(visit, chosen, fault),
            setting_vi=SETTING_VI,
            texts_vi=TEXTS_VI,
            rhythm_vi=RHYTHM_VI,
            language_vi=LANGUAGE_VI,
            level_vi=LEVEL_VI,
        )

    async def _set_address(self, visit: Visit) -> Response:
        form = visit.form
        if faults := missing(form, {"thu": "Nhập địa chỉ thư."}):
            return await self._show(visit, Fault("Chưa lưu được địa chỉ.", fields=faults))
        body = {"email": form["thu"], "language": form.get("ngon-ngu", "vi")}
        return await self._acted(visit, "contact", body)

    async def _enter_code(self, visit: Visit) -> Response:
        return await self._acted(visit, "contact/verify", {"code": visit.form.get("ma", "")})

    async def _set_telephone(self, visit: Visit) -> Response:
        form = visit.form
        if faults := missing(form, {"so": "Nhập số điện thoại."}):
            return await self._show(visit, Fault("Chưa lưu được số điện thoại.", fields=faults))
        body = {"number": form["so"], "language": form.get("ngon-ngu-tin", "vi")}
        return await self._acted(visit, "telephone", body)

    async def _enter_texted_code(self, visit: Visit) -> Response:
        return await self._acted(visit, "telephone/verify", {"code": visit.form.get("ma-tin", "")})

    async def _choose(self, visit: Visit) -> Response:
        chosen = await self.pages.one(visit, f"{_OWNER}/preferences")
        choices = with_general(chosen["choices"], visit.form.get("gui-thu", ""))
        choices = with_general(choices, visit.form.get("nhan-tin", ""), _TEXTS)
        body = {"choices": choices, "rhythm": visit.form.get("ban-tin", "daily")}
        return await self._acted(visit, "preferences", body, version_seen(visit, chosen))

    async def _acted(self, visit: Visit, path: str, body: Json, version: int | None = None) -> Response:
        answer, fault = await self.pages.done(visit, f"{_OWNER}/{path}", body, version=version)
        return await self._show(visit, fault) if answer is None else to("/tuy-chon")


def is_general(choice: Json, way: str = _MAIL) -> bool:
    """Whether a choice is the one for all letters, or for all that comes by another way."""
    return (choice["kind"], choice["channel"]) == (_ALL, way)


def with_general(choices: Sequence[Json], setting: str, way: str = _MAIL) -> list[Json]:
    """These choices with another one for all that comes by a way; an empty setting leaves that open."""
    kept = [one for one in choices if not is_general(one, way)]
    return [*kept, {"kind": _ALL, "channel": way, "setting": setting}] if setting else kept


def _decided(decisions: Sequence[Json]) -> Sequence[tuple[str, str, int]]:
    """How many kinds of messages are decided by whom and how, the strongest level first."""
    counted = Counter((one["level"], one["setting"]) for one in decisions if one["channel"] == _MAIL)
    return [(level, how, counted[level, how]) for level in LEVEL_VI for how in SETTING_VI if counted[level, how]]
