from collections.abc import AsyncIterator

import pytest

from shared.kernel.each import for_each
from shared.kernel.errors import UnavailableError
from shared.kernel.workdays import NoCalendarError


async def things(*numbers: int) -> AsyncIterator[int]:
    for number in numbers:
        yield number


async def test_what_fails_for_one_keeps_no_other_from_its_turn_and_is_told() -> None:
    done = list[int]()

    async def act(number: int) -> None:
        if number == 1:
            raise UnavailableError("MongoDB")
        if number == 3:
            raise NoCalendarError
        done.append(number)

    with pytest.raises(ExceptionGroup) as caught:
        await for_each(things(1, 2, 3, 4), act)
    assert done == [2, 4]
    assert [type(one) for one in caught.value.exceptions] == [UnavailableError, NoCalendarError]
    await for_each(things(5), act)
    assert done == [2, 4, 5]
