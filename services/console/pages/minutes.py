"""Biên bản: the minutes of a session, to read and to print."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.domain.meeting import GROUND_VI, Result, result_vi
from services.console.pages.acting import uuid_of
from services.console.pages.passing import Passing
from services.console.pages.visit import Visit
from shared.kernel.policy import POLICY


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """What is printed is the document that was hashed; nothing of it is kept here."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Its address."""
        return [self.pages.gate.get("/phien/{meeting_id}/bien-ban", "minutes.read", self._show)]

    async def _show(self, visit: Visit) -> Response:
        meeting_id = uuid_of(visit, "meeting_id")
        told = await self.pages.one(visit, f"reviews/sessions/{meeting_id}/minutes")
        minutes = json.loads(told["document"])
        return await self.pages.draw(
            visit,
            "bien-ban.html",
            None,
            meeting_id=meeting_id,
            minutes=minutes,
            cases=[(case, _result(case)) for case in minutes["cases"]],
            sha256=told["sha256"],
            reads_session=bool(visit.who.actor.places(POLICY["session.read"])),
            ground_vi=GROUND_VI,
        )


def _result(case: Mapping[str, Any]) -> str:
    return result_vi(Result(case_id=case["case"], **case["totals"]))
