import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.notifications.adapters.flights import Flights
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)


@pytest.fixture
async def flights() -> Flights:
    made = Flights(most=10)
    made.open()
    return made


def fly(flights: Flights, count: int, until: asyncio.Event) -> list["asyncio.Task[bool]"]:
    return [flights.begin(None, until.wait()) for _ in range(count)]


async def test_where_no_sender_runs_nothing_begins_from_memory() -> None:
    assert not await Flights().make_room(1)


async def test_a_third_of_the_room_is_left_to_what_is_due_in_the_store(flights: Flights) -> None:
    over = asyncio.Event()
    assert await flights.make_room(7)
    flying = fly(flights, 7, over)
    waiting = asyncio.create_task(flights.make_room(1))
    await asyncio.sleep(0)
    assert (waiting.done(), flights.room) == (False, 3)
    over.set()
    await asyncio.gather(*flying)
    assert await waiting
    flights.close()


async def test_those_who_wait_go_in_their_order_also_when_one_is_broken_off(flights: Flights) -> None:
    over, begun = asyncio.Event(), list[int]()

    async def begin(number: int) -> None:
        assert await flights.make_room(7)
        begun.append(number)
        await asyncio.gather(*fly(flights, 7, over))

    tasks = [asyncio.create_task(begin(number)) for number in range(4)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    over.set()
    async with asyncio.timeout(5):
        await asyncio.gather(*tasks, return_exceptions=True)
    assert begun == [0, 2, 3]
    flights.close()


async def test_when_many_land_at_once_no_more_are_let_in_than_there_is_room_for(flights: Flights) -> None:
    over, begun = asyncio.Event(), list[int]()

    async def begin() -> None:
        assert await flights.make_room(2)
        begun.append(len(fly(flights, 2, asyncio.Event())))

    flying = fly(flights, 6, over)
    waiting = [asyncio.create_task(begin()) for _ in range(9)]
    await asyncio.sleep(0)
    over.set()
    await asyncio.gather(*flying)
    for _ in range(5):
        await asyncio.sleep(0)
    assert sum(begun) == 6
    flights.close()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_whoever_waits_at_the_end_is_told_that_nothing_begins(flights: Flights) -> None:
    over = asyncio.Event()
    fly(flights, 7, over)
    waiting = asyncio.create_task(flights.make_room(7))
    await asyncio.sleep(0)
    flights.close()
    assert not await waiting
    over.set()


async def test_of_masses_a_quarter_is_under_way_at_most(flights: Flights) -> None:
    over = asyncio.Event()
    mass = Delivery(
        UUID(int=1), UUID(int=1), "person:A", Channel.EMAIL, "convened", 1, Lane.BULK, State.LEASED, NOW, NOW
    )
    assert flights.room_for_masses == 2
    flying = [flights.begin(each, over.wait()) for each in (mass, mass, mass, replace(mass, lane=Lane.PERSONAL))]
    assert (flights.room_for_masses, flights.room) == (0, 6)
    over.set()
    await asyncio.gather(*flying)
    assert flights.room_for_masses == 2
    flights.close()
