"""Tờ trình: a head sends several files to the unit that decides on them, and sees which were submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import uuid_of, version_carried
from services.console.pages.fault import Fault
from services.console.pages.names import Names
from services.console.pages.passing import Json, Passing, to
from services.console.pages.visit import Visit
from shared.kernel.policy import POLICY

CHANNEL_VI: Final = {"electronic": "Điện tử", "paper": "Bản giấy"}
_OWNER: Final = "nominations/submissions"
_NOT_SENT: Final = "Tờ trình chưa gửi được."


@dataclass(frozen=True, slots=True)
class SubmissionPages:
    """Both sides read a submission; a head composes one of the files that wait to be sent, by who decides on them."""

    pages: Passing
    names: Names

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/to-trinh", "submission.read", self._list),
            gate.post("/to-trinh", "submission.send", self._send),
            gate.get("/to-trinh/{submission_id}", "submission.read", self._show),
        ]

    async def _list(self, visit: Visit, fault: Fault | None = None) -> Response:
        sends = bool(visit.who.actor.places(POLICY["submission.send"]))
        return await self.pages.draw(
            visit,
            "to-trinh.html",
            fault,
            submissions=await self.pages.listed(visit, _OWNER),
            sends=sends,
            own_units=await self._own_units(visit) if sends else [],
            groups=_by_grantor(await self._files(visit)) if sends else {},
            picked=visit.lists.get("ho-so", []),
            channel_vi=CHANNEL_VI,
        )

    async def _files(self, visit: Visit) -> Sequence[Json]:
        """What waits to be sent: drafts, and what was returned to its unit."""
        return await self.pages.open_first(visit, "nominations/nominations", "draft", "returned") or []

    async def _own_units(self, visit: Visit) -> Sequence[str]:
        """The units of today that this head leads; a role also reaches those that were merged into them."""
        active = await self.pages.listed(visit, "nominations/units", on=self.pages.frame.today.isoformat()) or []
        return sorted({str(one["code"]) for one in active} & visit.who.actor.places(POLICY["submission.send"]))

    async def _send(self, visit: Visit) -> Response:
        form, picked = visit.form, visit.lists.get("ho-so", [])
        if not picked:
            return await self._list(visit, Fault(_NOT_SENT, fields={"ho-so": "Chọn ít nhất một hồ sơ."}))
        body = {
            "unit_id": form.get("don-vi", ""),
            "to_unit_id": form.get("noi-nhan", ""),
            "channel": form.get("cach-gui", "electronic"),
            "nomination_ids": picked,
            "versions": {one: seen for one in picked if (seen := version_carried(visit, one)) is not None},
        }
        answer, fault = await self.pages.done(visit, _OWNER, body)
        return await self._list(visit, fault) if answer is None else to(f"/to-trinh/{answer['id']}")

    async def _show(self, visit: Visit) -> Response:
        told = await self.pages.one(visit, f"{_OWNER}/{uuid_of(visit, 'submission_id')}")
        return await self.pages.draw(
            visit,
            "to-trinh-mot.html",
            None,
            told=told,
            waits=any(row["outcome"] is None for row in told["rows"]),
            names=await self.names.of(visit.who, [str(row["nomination_id"]) for row in told["rows"]]),
            channel_vi=CHANNEL_VI,
        )


def _by_grantor(files: Sequence[Json]) -> Mapping[str, Sequence[Json]]:
    """A submission goes to one unit, so the files stand by who decides on them; each once."""
    groups: dict[str, list[Json]] = {}
    for file in {one["id"]: one for one in files}.values():
        groups.setdefault(file["grantor_unit_id"], []).append(file)
    return groups
