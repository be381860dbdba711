"""Nhận tin của đơn vị: what a unit decided about letters to its people; its head decides, everybody reads."""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.acting import version_drawn, version_seen
from services.console.pages.fault import Fault
from services.console.pages.passing import Json, Passing, to
from services.console.pages.preferences import SETTING_VI, is_general, with_general
from services.console.pages.visit import Visit
from shared.kernel.policy import may


@dataclass(frozen=True, slots=True)
class UnitPolicyPages:
    """One choice for all letters that are not mandated. Choices for single kinds stay as they are."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/don-vi/{code}/nhan-tin", "notice_policy.read", self._show),
            gate.post("/don-vi/{code}/nhan-tin", "notice_policy.set", self._set),
        ]

    async def _show(self, visit: Visit, fault: Fault | None = None) -> Response:
        unit = await self.pages.one(visit, f"nominations/units/{visit.param('code')}")
        policy = await self.pages.one(visit, _path(visit))
        single = [one for one in policy["choices"] if not is_general(one)]
        return await self.pages.draw(
            visit,
            "don-vi-nhan-tin.html",
            fault,
            told=unit,
            general=next((one["setting"] for one in policy["choices"] if is_general(one)), ""),
            single=len(single),
            version=version_drawn(visit, policy, fault),
            may_set=may(visit.who.actor, "notice_policy.set", unit["path"]),
            setting_vi=SETTING_VI,
        )

    async def _set(self, visit: Visit) -> Response:
        policy: Json = await self.pages.one(visit, _path(visit))
        body = {"choices": with_general(policy["choices"], visit.form.get("gui-thu", ""))}
        version = version_seen(visit, policy)
        answer, fault = await self.pages.done(visit, _path(visit), body, version=version)
        return await self._show(visit, fault) if answer is None else to(f"/don-vi/{visit.param('code')}/nhan-tin")


def _path(visit: Visit) -> str:
    return f"notifications/policies/{visit.param('code')}"
