from dataclasses import replace
from datetime import datetime

import pytest

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, State, to_endpoint
from services.notifications.domain.endpoint import Ordering
from services.notifications.domain.outcome import Ended
from services.notifications.domain.record import Recorded, Target
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.delivery.send import FAULT
from tests.notifications.conftest import SetClock
from tests.notifications.endpoints import endpoint_at
from tests.notifications.facts import event_of, record_of
from tests.notifications.kept import of_event


class Broken:
    """A way out with a fault that nobody foresaw."""

    async def free_at(self, delivery: Delivery, now: datetime) -> datetime | None:  # noqa: ARG002
        return None

    async def send(self, delivery: Delivery, record: Recorded) -> Ended:  # noqa: ARG002
        raise ZeroDivisionError


async def test_a_fault_of_ours_costs_a_try_so_that_nothing_is_sent_for_ever(memory: Ports, clock: SetClock) -> None:
    does = build_use_cases(replace(memory, channels={Channel.WEBHOOK: Broken()})).delivery
    record = await memory.events.keep(record_of(event_of("award.published")))
    target = Target(endpoint_at("https://nhan.example/").id, Ordering.NONE)
    await memory.deliveries.keep([to_endpoint(record, target, clock())])
    tries = 0
    while claimed := await does.claim(1):
        with pytest.raises(ZeroDivisionError):
            await does.send(claimed[0])
        tries += 1
        clock.move(2 * 86_400)
    (ended,) = await of_event(memory.deliveries, record.id)
    assert (ended.state, ended.tries, ended.reason) == (State.DEAD, tries, FAULT)
