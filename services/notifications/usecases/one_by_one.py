"""Go through many things, each by itself."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from shared.kernel.errors import UnavailableError

Thing = TypeVar("Thing")


async def one_by_one(things: Iterable[Thing], act: Callable[[Thing], Awaitable[object]]) -> None:
    """Act on each in turn; what is wrong with one does not keep those behind it waiting.

    Raises: UnavailableError at once, for the others would fare no better; ExceptionGroup of what went wrong in the end.
    """
    wrong: list[Exception] = []
    for thing in things:
        try:
            await act(thing)
        except UnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - all of them are raised in the end
            wrong.append(error)
    if wrong:
        raise ExceptionGroup("some failed, the others went on", wrong)
