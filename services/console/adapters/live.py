"""The wall as a live stream: each card is drawn once and sent to everybody."""

from collections.abc import Callable

from services.console.adapters.mongo.wall import MongoWall
from services.console.domain.wall import Card
from shared.runtime.web.live import Item


class WallSource:
    """Cards in order. The wall is rebuilt from the register of events, so its history has one life."""

    epoch = "1"

    def __init__(self, wall: MongoWall, draw: Callable[[Card], str]) -> None:
        self._wall = wall
        self._draw = draw

    async def after(self, seq: int, limit: int) -> list[Item]:
        """Cards numbered above `seq`, drawn."""
        return [Item(card.seq, "card", self._draw(card)) for card in await self._wall.after(seq, limit)]

    async def head(self) -> int:
        """The newest number."""
        return await self._wall.head()

    async def first(self) -> int:
        """The oldest number."""
        return await self._wall.first()
