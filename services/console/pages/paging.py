"""One page of a list, with plain links to the next and the previous one; the place stands in the address."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from services.console.pages.numbers import number_of
from services.console.pages.visit import Visit

T = TypeVar("T")

ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list of `total`; `first` counts from 1. `before` and `after` are addresses, empty at the ends."""

    rows: Sequence[T]
    first: int
    total: int
    here: str
    before: str
    after: str

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.rows) - 1


async def page_from(
    visit: Visit, field: str, find: Callable[[int, int], Awaitable[tuple[Sequence[T], int]]]
) -> Page[T]:
    """The page that the address names by `field`; beyond the end, the last one.

    `find` takes how many rows to skip and how many to give, and tells how many there are.
    """
    number = _number(visit, field)
    rows, total = await find((number - 1) * ROWS, ROWS)
    if not rows and total:
        number = _pages(total)
        rows, total = await find((number - 1) * ROWS, ROWS)
    return _page(visit, field, number, rows, total)


def page_of(visit: Visit, field: str, whole: Sequence[T]) -> Page[T]:
    """The page of a list that is at hand."""
    number = min(_number(visit, field), max(1, _pages(len(whole))))
    start = (number - 1) * ROWS
    return _page(visit, field, number, whole[start : start + ROWS], len(whole))


def _page(visit: Visit, field: str, number: int, rows: Sequence[T], total: int) -> Page[T]:
    before = _address(visit, field, number - 1) if number > 1 else ""
    after = _address(visit, field, number + 1) if number < _pages(total) else ""
    return Page(rows, (number - 1) * ROWS + 1, total, _address(visit, field, number), before, after)


def _number(visit: Visit, field: str) -> int:
    return max(1, number_of(visit.query(field)) or 1)


def _pages(total: int) -> int:
    return -(-total // ROWS)


def _address(visit: Visit, field: str, number: int) -> str:
    """This page's address with another place in this list, and every other list where it is."""
    others = {name: value for name, value in visit.request.query_params.items() if name not in {field, "cho"}}
    return f"{visit.path}?{urlencode({**others, field: number})}" if others or number > 1 else visit.path
