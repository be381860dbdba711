"""Who may ask an endpoint now: pace, patience and turns."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifications.adapters.webhook.gate import Gate, _Wait
from services.notifications.domain.outcome import Outcome
from services.notifications.domain.pace import Pace
from shared.kernel.clock import now_utc
from tests.notifications.adapters.webhook.desk import RECORD, Desk


async def test_an_endpoint_has_four_calls_at_once_and_twenty_in_a_second(desk: Desk) -> None:
    delivery = desk.listens("/slow")
    began = time.monotonic()
    ends = await asyncio.gather(*(desk.sent(delivery) for _ in range(12)))
    assert {end.outcome for end in ends} == {Outcome.OK}
    assert desk.receiver.most_at_once == 4
    assert time.monotonic() - began >= 11 / 20


async def test_more_than_that_is_told_when_to_come_and_then_goes_at_once(desk: Desk) -> None:
    delivery = desk.listens()
    before = now_utc()
    tasks = [asyncio.create_task(desk.webhooks.free_at(delivery, before)) for _ in range(60)]
    slots = [slot for slot in await asyncio.gather(*tasks[20:]) if slot is not None]
    assert len(slots) == 40
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in zip(slots, slots[20:], strict=False))
    for task in tasks:
        task.cancel()


async def test_whoever_finds_no_room_waits_a_little_and_goes_in_turn(desk: Desk) -> None:
    delivery = desk.listens("/slow")
    assert [await desk.webhooks.enter_soon(delivery) for _ in range(4)] == [True] * 4
    waiting = [asyncio.create_task(desk.webhooks.enter_soon(delivery)) for _ in range(2)]
    ends = await asyncio.gather(*(desk.webhooks.send(delivery, RECORD) for _ in range(4)))
    assert {end.outcome for end in ends} == {Outcome.OK}
    assert await asyncio.gather(*waiting) == [True, True]


async def test_for_one_that_does_not_answer_nobody_waits_until_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.notifications.adapters.webhook.gate._SOON", _Wait(still=0.1, longest=0.2))
    gate = Gate(Pace(), now_utc)
    assert [await gate.enter_soon() for _ in range(5)] == [True] * 4 + [False]
    began = time.monotonic()
    assert [await gate.enter_soon() for _ in range(9)] == [False] * 9
    gate.leave(well=False)
    assert not await gate.enter_soon()
    assert time.monotonic() - began < 0.1
    gate.leave(well=True)
    assert await gate.enter_soon()


async def test_whoever_comes_to_a_full_row_is_not_told_to_come_again_at_once() -> None:
    gate = Gate(Pace(a_second=500), now_utc)
    assert [await gate.enter(None) for _ in range(4)] == [None] * 4
    waiting = [asyncio.create_task(gate.enter(None)) for _ in range(51)]
    await asyncio.sleep(0.01)
    again = await gate.enter(None)
    assert again is not None
    assert again - now_utc() > timedelta(seconds=0.4)
    for task in waiting:
        task.cancel()


async def test_a_turn_that_nobody_takes_goes_to_the_next(desk: Desk) -> None:
    delivery = desk.listens("/slow")
    for _ in range(4):
        assert await desk.webhooks.enter_soon(delivery)
    first, second = (asyncio.create_task(desk.webhooks.enter_soon(delivery)) for _ in range(2))
    await asyncio.sleep(0)
    sending = asyncio.create_task(desk.webhooks.send(delivery, RECORD))
    first.cancel()
    assert await second
    assert (await sending).outcome is Outcome.OK


async def test_no_endpoint_makes_a_crowd_wait(desk: Desk) -> None:
    delivery = desk.listens()
    tasks = [asyncio.create_task(desk.webhooks.enter_soon(delivery)) for _ in range(60)]
    await asyncio.sleep(0)
    done = [task for task in tasks if task.done()]
    assert [task.result() for task in done] == [True] * 4 + [False] * 5
    for task in tasks:
        task.cancel()


async def test_one_that_fails_is_spared_and_the_others_are_not(desk: Desk) -> None:
    desk.receiver.status = lambda call, _: 500 if call.path == "/ill" else 204
    ill, well = desk.listens("/ill"), desk.listens("/well", 2)
    for n in range(5):
        assert (await desk.sent(replace(ill, token=str(n)))).outcome is Outcome.RETRY
    spared_until = await desk.webhooks.free_at(ill, now_utc())
    assert spared_until is not None
    assert timedelta(seconds=28) < spared_until - now_utc() < timedelta(seconds=31)
    assert (await desk.sent(well)).outcome is Outcome.OK
    assert [desk.receivers.kept[one.id].failures for one in desk.receivers.kept.values()] == [5, 0]


async def test_one_that_asks_for_patience_is_asked_by_nobody_meanwhile(desk: Desk) -> None:
    desk.receiver.path = "/patience"
    delivery = desk.listens()
    assert (await desk.sent(delivery)).retry_after_seconds == 90
    assert not await desk.webhooks.enter_soon(delivery)
    slot = await desk.webhooks.free_at(delivery, now_utc())
    assert slot is not None
    assert timedelta(seconds=88) < slot - now_utc() <= timedelta(seconds=90)


async def test_nobody_asks_for_centuries_of_patience_and_what_makes_no_sense_is_none(desk: Desk) -> None:
    delivery = desk.listens("/nonsense")
    ended = await desk.sent(delivery)
    assert (ended.outcome, ended.retry_after_seconds) == (Outcome.THROTTLE, None)
    assert (await desk.sent(desk.listens("/centuries", 2))).retry_after_seconds == 86_400
