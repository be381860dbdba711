"""Read your own writes: wait a moment until a row has seen what the owner just confirmed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeVar

_STEP_SECONDS = 0.05
_STEPS = 20


class HasSeen(Protocol):
    """A row that knows how far it has followed each source."""

    @property
    def seen(self) -> Mapping[str, int]:
        """The last event number by source."""
        ...


R = TypeVar("R", bound=HasSeen)


def is_behind(row: HasSeen | None, awaited: tuple[str, int] | None) -> bool:
    """Whether the row has not yet seen the awaited number of the awaited source."""
    return awaited is not None and (row is None or row.seen.get(awaited[0], 0) < awaited[1])


async def caught_up(find: Callable[[], Awaitable[R | None]], awaited: tuple[str, int] | None) -> tuple[R | None, bool]:
    """The row, after at most a second of waiting, and whether it is still behind."""
    row = await find()
    for _ in range(_STEPS):
        if not is_behind(row, awaited):
            return row, False
        await asyncio.sleep(_STEP_SECONDS)
        row = await find()
    return row, is_behind(row, awaited)
