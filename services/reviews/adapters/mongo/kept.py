"""Aggregates of one kind on MongoDB: one document each."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.separations import Standings
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.codec import Codec, Thing
from shared.runtime.store.driver import Document, unavailable_when_unanswered
from shared.runtime.store.falling_due import untold

T = TypeVar("T", bound=Thing)


class MongoKept(Generic[T]):
    """Where aggregates of one kind are kept."""

    def __init__(
        self,
        store: MongoStore,
        name: str,
        kind: type[T],
        *,
        path_of: Callable[[T], Sequence[str]],
        standings_of: Callable[[T], Standings] | None = None,
        is_closed: Callable[[T], bool] | None = None,
        elsewhere: Mapping[str, Callable[[T], Sequence[str]]] | None = None,
    ) -> None:
        self._kept: Aggregates[T] = store.aggregates(
            name, kind, path_of=path_of, standings_of=standings_of, is_closed=is_closed, elsewhere=elsewhere
        )
        self._rows = store.collection(name)
        self._codec: Codec[T] = Codec(kind)

    async def get(self, thing_id: UUID, cause: Cause) -> T:
        """As the port says."""
        return await self._kept.get(thing_id, cause)

    async def find(self, thing_id: UUID) -> T | None:
        """As the port says."""
        stored = await self._kept.find(thing_id)
        return None if stored is None else stored.thing

    async def save(self, thing: T, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(thing, emits=emits, because_of=because_of)


class MongoWaiting(MongoKept[T]):
    """Where aggregates of one kind are kept whose day somebody must keep, while they are in the `waiting` states."""

    waiting: ClassVar[tuple[str, ...]]

    async def falling_due(self, today: date, soon: date) -> AsyncIterator[T]:
        """As the port says."""
        with unavailable_when_unanswered():
            async for document in self._rows.find(self._due(today, soon)):
                yield self._codec.thing_of(document)

    def _due(self, today: date, soon: date) -> Document:
        return {"state.state": {"$in": list(self.waiting)}, **untold(today, soon, "state.")}
