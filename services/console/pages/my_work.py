"""Việc của tôi: what waits for me, one verb a row; and all files that I may see, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.domain.case import Case
from services.console.domain.clocks import is_late
from services.console.domain.task import tasks_of
from services.console.pages.frame import Frame
from services.console.pages.names import Names
from services.console.pages.navigation import holds_role
from services.console.pages.paging import page_from, page_of
from services.console.pages.visit import Gate, Visit
from services.console.usecases.ports import Drafts
from services.console.usecases.queries import Queries


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
        known = await self.queries.known(actor)
        tasks = tasks_of(actor, known, self.frame.clock())
        shown = page_of(visit, "viec", tasks)
        files = await page_from(visit, "trang", partial(self.queries.files, actor))
        cases = [*files.rows, *(task.case for task in shown.rows if task.case is not None)]
        return self.frame.page(
            "viec.html",
            visit.who,
            visit.path,
            tasks=shown,
            left_out=known.left_out,
            late=sum(is_late(task.due_on, self.frame.today) for task in tasks),
            files=files,
            drafts=await page_from(visit, "nhap", partial(self.drafts.of, actor.ref)),
            names=await self.names.of(visit.who, _ids(cases)),
            units=await self.queries.units.names(),
            may_propose=holds_role(actor, "nomination.draft"),
            finds=holds_role(actor, "nomination.read"),
            sought=visit.query("so"),
        )


def _ids(cases: Iterable[Case]) -> list[str]:
    return sorted({str(case.id) for case in cases})
