import asyncio

import pytest

from shared.runtime.waiting import set_within


async def test_a_set_event_is_not_waited_for_even_without_time() -> None:
    event = asyncio.Event()
    event.set()
    await set_within(event, 0)
    assert event.is_set()


async def test_it_ends_when_the_event_is_set() -> None:
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, event.set)
    async with asyncio.timeout(5):
        await set_within(event, 60)
    assert event.is_set()


async def test_it_ends_without_an_error_when_the_time_is_over() -> None:
    event = asyncio.Event()
    await set_within(event, 0.01)
    assert not event.is_set()


async def test_who_is_cancelled_meanwhile_stays_cancelled() -> None:
    waiting = asyncio.create_task(set_within(asyncio.Event(), 60))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
