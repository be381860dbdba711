"""Gương sáng: the honour wall for everybody, which fills live; and the stream it lives on."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from services.console.domain.wall import REVOKED_SHOWN
from services.console.pages.frame import Frame
from services.console.pages.visit import Gate, Visit
from services.console.usecases.queries import Queries
from shared.kernel.policy import PUBLIC

_SHOWN = 60


class Stream(Protocol):
    """The live stream of cards."""

    def response(self, request: Request) -> Response:
        """The stream for one reader."""
        ...

    def cursor(self, seq: int) -> str:
        """The place after a number."""
        ...


@dataclass(frozen=True, slots=True)
class WallPage:
    """Without JavaScript it is a list."""

    gate: Gate
    frame: Frame
    queries: Queries
    stream: Stream

    def routes(self) -> list[BaseRoute]:
        """Its addresses."""
        return [
            self.gate.get("/", PUBLIC, self._front),
            self.gate.get("/guong-sang", PUBLIC, self._show),
            self.gate.get("/luong", PUBLIC, self._live),
        ]

    async def _front(self, visit: Visit) -> Response:
        return RedirectResponse("/viec" if visit.signed_in else "/guong-sang", HTTPStatus.SEE_OTHER)

    async def _show(self, visit: Visit) -> Response:
        head = await self.queries.wall.head()
        cards = await self.queries.wall.newest(_SHOWN, self.frame.today - REVOKED_SHOWN)
        return self.frame.page(
            "guong-sang.html",
            visit.signed_in,
            visit.path,
            cards=cards,
            names=await self.queries.units.names(),
            cursor=self.stream.cursor(head),
            is_new=False,
        )

    async def _live(self, visit: Visit) -> Response:
        return self.stream.response(visit.request)
