"""What the live stream reads: the wall, each card drawn once for everybody."""

from collections.abc import Callable, Mapping

from services.console.adapters.mongo.wall import MongoWall
from services.console.domain.wall import Card
from services.console.usecases.ports import Units
from shared.runtime.web.live import Item

Draw = Callable[[Card, Mapping[str, str]], str]
"""A card and the names of units, as HTML."""


class WallSource:
    """The wall as a dense log of drawn cards: `card` hangs a new one, `change` draws one anew in its place."""

    def __init__(self, wall: MongoWall, units: Units, draw: Draw) -> None:
        self._wall = wall
        self._units = units
        self._draw = draw

    @property
    def epoch(self) -> str:
        """The wall's life: a rebuilt wall numbers its cards anew."""
        return self._wall.epoch

    async def after(self, seq: int, limit: int) -> list[Item]:
        """What happened above a number, drawn."""
        entries = await self._wall.after(seq, limit)
        if not entries:
            return []
        names = await self._units.names()
        return [Item(one.seq, "change" if one.is_change else "card", self._draw(one.card, names)) for one in entries]

    async def head(self) -> int:
        """The highest number."""
        return await self._wall.head()

    async def first(self) -> int:
        """The oldest number that hangs."""
        return 1
