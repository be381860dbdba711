import pytest

from services.notifications.usecases.one_by_one import one_by_one
from shared.kernel.errors import UnavailableError


async def test_what_is_wrong_with_one_keeps_nobody_waiting_and_is_told_in_the_end() -> None:
    done = []

    async def act(number: int) -> None:
        done.append(12 // number)

    with pytest.raises(ExceptionGroup) as told:
        await one_by_one([3, 0, 4, 0], act)
    assert done == [4, 3]
    assert [type(error) for error in told.value.exceptions] == [ZeroDivisionError] * 2


async def test_where_the_store_is_away_no_more_are_tried() -> None:
    asked = []

    async def act(number: int) -> None:
        asked.append(number)
        raise UnavailableError("MongoDB")

    with pytest.raises(UnavailableError):
        await one_by_one([1, 2], act)
    assert asked == [1]
