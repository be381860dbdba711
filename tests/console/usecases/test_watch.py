import time
from dataclasses import dataclass, field

from services.console.usecases.watch import caught_up


@dataclass
class Row:
    seen: dict[str, int] = field(default_factory=dict)


async def test_a_row_that_catches_up_is_waited_for() -> None:
    row = Row({"nomination": 1})
    asked = 0

    async def find() -> Row | None:
        nonlocal asked
        asked += 1
        row.seen["nomination"] = asked
        return row

    assert await caught_up(find, ("nomination", 3)) == (row, False)
    assert asked == 3


async def test_a_row_that_stays_behind_is_shown_after_a_second() -> None:
    async def find() -> Row | None:
        return Row({"nomination": 1})

    began = time.monotonic()
    _, behind = await caught_up(find, ("nomination", 2))
    assert behind
    assert 0.8 < time.monotonic() - began < 2


async def test_without_a_number_nobody_waits() -> None:
    async def find() -> Row | None:
        return None

    assert await caught_up(find, None) == (None, False)
