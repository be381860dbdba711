"""Việc của tôi: what waits for me, one verb a row; and the newest files that I may see."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.domain.case import Case
from services.console.domain.clocks import is_late
from services.console.pages.frame import Frame, holds_role
from services.console.pages.names import Names
from services.console.pages.visit import Gate, Visit
from services.console.usecases.ports import Drafts
from services.console.usecases.queries import Queries

_RECENT = 30


@dataclass(frozen=True, slots=True)
class MyWorkPage:
    """The first page after signing in."""

    gate: Gate
    frame: Frame
    queries: Queries
    drafts: Drafts
    names: Names

    def routes(self) -> list[BaseRoute]:
        """Its address."""
        return [self.gate.get("/viec", "work.read", self._show)]

    async def _show(self, visit: Visit) -> Response:
        actor = visit.who.actor
        tasks = await self.queries.work(actor)
        recent = await self.queries.recent(actor, _RECENT)
        cases = [*recent, *(task.case for task in tasks if task.case is not None)]
        return self.frame.page(
            "viec.html",
            visit.who,
            visit.path,
            tasks=tasks,
            late=sum(is_late(task.due_on, self.frame.today) for task in tasks),
            recent=recent,
            drafts=await self.drafts.of(actor.ref),
            names=await self.names.of(visit.who, _ids(cases)),
            units=await self.queries.units.names(),
            may_propose=holds_role(actor, "nomination.draft"),
            finds=holds_role(actor, "nomination.read"),
            sought=visit.query("so"),
        )


def _ids(cases: Iterable[Case]) -> list[str]:
    return sorted({str(case.id) for case in cases})
