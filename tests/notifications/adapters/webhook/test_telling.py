"""Endpoints are told how calls went, and no call waits for that."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from services.notifications.adapters.webhook.telling import Telling
from services.notifications.domain.outcome import Ended, Outcome
from shared.kernel.cause import Cause, job_cause
from tests.notifications.adapters.webhook.desk import RECORD, Desk
from tests.notifications.endpoints import webhooks_for
from tests.notifications.memory import MemoryReceivers


class SlowRecord:
    """Heeds nothing before `may_go_on`."""

    def __init__(self, receivers: MemoryReceivers) -> None:
        self.receivers, self.may_go_on, self.heeded = receivers, asyncio.Event(), list[Outcome]()

    async def heed(self, endpoint_id: UUID, outcome: Outcome, cause: Cause) -> None:
        self.heeded.append(outcome)
        await self.may_go_on.wait()
        await self.receivers.heed(endpoint_id, outcome, cause)


async def test_no_call_waits_until_its_endpoint_is_told(desk: Desk) -> None:
    slow, statuses = SlowRecord(desk.receivers), [204, 500, 204, 410]
    desk.receiver.status = lambda *_: statuses.pop(0)
    webhooks, callers = webhooks_for(desk.receivers, desk.receiver.port, heed=slow.heed)
    delivery = desk.listens()
    async with asyncio.timeout(5):
        ends = [await webhooks.send(replace(delivery, token=str(n)), RECORD) for n in range(5)]
    assert [end.status for end in ends] == [204, 500, 204, 410, 0]
    assert ends[-1] == Ended(Outcome.GONE, reason="endpoint not active"), "it is called no more, told or not"
    slow.may_go_on.set()
    await webhooks.close()
    assert slow.heeded == [Outcome.RETRY, Outcome.GONE]
    assert desk.receivers.kept[UUID(int=1)].reason == "gone"
    assert await webhooks.send(delivery, RECORD) == ends[-1]
    await callers.stop()


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        ([Outcome.RETRY, Outcome.GONE, Outcome.OK, Outcome.RETRY], Outcome.GONE),
        ([Outcome.RETRY, Outcome.OK, Outcome.RETRY], Outcome.OK),
        ([Outcome.RETRY, Outcome.THROTTLE], Outcome.THROTTLE),
    ],
    ids=["a 410 counts most", "then a success", "else the latest"],
)
async def test_what_comes_up_while_an_endpoint_is_told_is_told_as_one(
    desk: Desk, meanwhile: list[Outcome], told: Outcome
) -> None:
    desk.listens()
    slow, changed = SlowRecord(desk.receivers), list[UUID]()
    telling, endpoint_id = Telling(slow.heed, changed.append), UUID(int=1)
    telling.begin(endpoint_id, Outcome.RETRY, job_cause("notifications", "webhook", "first"))
    await asyncio.sleep(0)
    for n, outcome in enumerate(meanwhile):
        telling.begin(endpoint_id, outcome, job_cause("notifications", "webhook", n))
    assert telling.is_gone(endpoint_id) == (told is Outcome.GONE)
    slow.may_go_on.set()
    await telling.finish()
    assert slow.heeded == [Outcome.RETRY, told]
    assert changed == [endpoint_id]
    assert not telling.is_under_way(endpoint_id)


async def test_a_process_that_dies_before_an_endpoint_is_told_leaves_it_to_the_next_call(desk: Desk) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    desk.receiver.status = lambda *_: 410
    delivery = desk.listens()
    died, callers = webhooks_for(desk.receivers, desk.receiver.port, heed=never)
    assert (await died.send(delivery, RECORD)).status == 410
    for task in died._telling._tasks.values():
        task.cancel()
    assert desk.receivers.kept[UUID(int=1)].is_sent_to
    assert (await desk.sent(replace(delivery, token="next"))).status == 410
    assert desk.receivers.kept[UUID(int=1)].reason == "gone"
    await callers.stop()
