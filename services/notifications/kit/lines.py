"""One line of the kit: what is played, and whether it passed."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Played = TypeVar("Played")


class FailedError(Exception):
    """What was found is not what a line asks for."""


@dataclass(frozen=True, slots=True)
class Line(Generic[Played]):
    """`play` raises FailedError with what was found instead."""

    name: str
    vi: str
    en: str
    play: Callable[[Played], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Result:
    """How a line went; `found` is empty when it passed."""

    name: str
    vi: str
    en: str
    found: str = ""

    @property
    def is_passed(self) -> bool:
        """Whether nothing else was found than what the line asks for."""
        return not self.found


async def play(lines: Sequence[Line[Played]], against: Played) -> list[Result]:
    """All lines, one after the other, whatever the ones before found."""
    return [Result(line.name, line.vi, line.en, await _found(line, against)) for line in lines]


async def _found(line: Line[Played], against: Played) -> str:
    try:
        await line.play(against)
    except FailedError as error:
        return str(error) or type(error).__name__
    return ""


def expect(is_so: bool, found: object) -> None:
    """Raises: FailedError."""
    if not is_so:
        raise FailedError(str(found))
