"""One thing after the other, each for itself."""

from collections.abc import AsyncIterable, Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def for_each(things: AsyncIterable[T], act: Callable[[T], Awaitable[None]]) -> None:
    """Act on each; what fails for one keeps no other from its turn, and is raised together in the end.

    Raises: ExceptionGroup.
    """
    failed = list[Exception]()
    async for thing in things:
        try:
            await act(thing)
        except Exception as error:  # noqa: BLE001 - whatever it is, all others have their turn
            failed.append(error)
    if failed:
        raise ExceptionGroup("what failed while all others had their turn", failed)
