"""The console on a real store without its bus: events are told by hand, pages are asked over real HTTP."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx

from services.console.adapters.mongo.sign_ins import MongoSignIns
from services.console.adapters.mongo.views import MongoCases
from services.console.app import build
from services.console.domain.case import Case
from services.console.settings import Settings
from services.console.usecases.ports import SignIn
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.clock import now_utc
from shared.runtime.service import Service
from shared.runtime.web.edge import PAGE_HEADERS, Edge
from tests.console.story import Told
from tests.shared.runtime.web.serving import serving

ADDRESS = "http://console.test"
CSRF = "form-token-of-this-session"


@dataclass
class Desk:
    """The console, put together."""

    service: Service
    settings: Settings

    async def tell(self, told: Iterable[Told]) -> None:
        for one in told:
            for pipeline in self.service.pipelines:
                if one.event.type in pipeline.group.handlers:
                    await pipeline.group.handlers[one.event.type](one.event, one.cause)

    async def case(self, case_id: UUID) -> Case:
        (case,) = await MongoCases(self.service.store).by_ids([case_id])
        return case

    def asking(self, **addresses: str) -> AbstractAsyncContextManager["Desk"]:
        """The same rows with owners at other addresses: `nominations_url`, `reviews_url`."""
        return opened(Settings(**{**self.settings.model_dump(), **addresses}))

    @asynccontextmanager
    async def visited(self) -> AsyncIterator[httpx.AsyncClient]:
        """A browser that nobody signed in with yet. It says where its forms come from, as browsers do."""
        edge = Edge(self.service.app, headers=PAGE_HEADERS)
        async with serving(edge) as client:
            client.headers.update({"Host": "console.test", "Origin": ADDRESS})
            yield client

    @asynccontextmanager
    async def visited_by(self, ref: str, *grants: tuple[Role, str]) -> AsyncIterator[httpx.AsyncClient]:
        """A browser in which this person signed in."""
        actor = Actor(ref, tuple(Grant(role, at) for role, at in grants))
        until = now_utc() + timedelta(hours=1)
        await MongoSignIns(self.service.store).keep(
            SignIn(f"cookie-{ref}", actor, f"Tên {ref}", f"token of {ref}", CSRF, until)
        )
        async with self.visited() as client:
            client.headers["Cookie"] = f"kipthoi=cookie-{ref}"
            yield client


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Desk]:
    """A console whose store is open; its indexes are made."""
    service = build(settings)
    await service.store.open()
    await service.store.ensure_indexes(service.indexes)
    try:
        yield Desk(service, settings)
    finally:
        await service.stop()


def form(**fields: str) -> Mapping[str, str]:
    """A form as this session's pages draw it; `_` in a name stands for `-`."""
    return {"csrf": CSRF, **{name.replace("_", "-"): value for name, value in fields.items()}}
