import asyncio
from dataclasses import replace
from datetime import datetime
from typing import cast

import pytest

from services.notifications.adapters.flights import Flights
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, State, settled
from services.notifications.domain.endpoint import EndpointState, Ordering
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.record import Recorded
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.delivery.ports import Attempts
from services.notifications.usecases.ports import Feed
from shared.contracts.event import Event
from shared.kernel.errors import UnavailableError
from tests.notifications.conftest import SetClock
from tests.notifications.endpoints import endpoint_at
from tests.notifications.facts import cause_of, event_of
from tests.notifications.kept import of_event
from tests.notifications.memory import MemoryReceivers


@pytest.fixture
def receivers() -> MemoryReceivers:
    return MemoryReceivers()


@pytest.fixture
def house(ports: Ports, receivers: MemoryReceivers) -> Ports:
    return replace(ports, receivers=receivers)


async def route(house: Ports, kind: str, n: int = 0) -> list[Delivery]:
    event = event_of(kind)
    await build_use_cases(house).event.route(event, cause_of(event, n))
    return await sent(house, event, n)


async def sent(house: Ports, event: Event, n: int = 0) -> list[Delivery]:
    return sorted(await of_event(house.deliveries, cause_of(event, n).id), key=lambda each: each.target)


def listen(receivers: MemoryReceivers, number: int, **changes: object) -> None:
    endpoint = endpoint_at("https://nhan.example/", number, **changes)
    receivers.kept[endpoint.id] = endpoint


async def test_those_who_hear_of_it_are_sent_it_once_and_nobody_else(house: Ports, receivers: MemoryReceivers) -> None:
    listen(receivers, 1)
    listen(receivers, 2, unit_id="STP-HP", unit_path=("STP-HP",))
    listen(receivers, 3, kinds=("award.revoked",))
    listen(receivers, 4, state=EndpointState.PENDING)
    listen(receivers, 5, units=("P-THADS-5",), unit_id="STP-HP")
    for _ in range(2):
        sent = await route(house, "award.published")
    assert [each.target[-1] for each in sent] == ["1", "5"]
    assert {each.state for each in sent} == {State.DUE}
    assert await route(house, "award.granted") == []


async def test_who_hears_is_decided_once(house: Ports, receivers: MemoryReceivers) -> None:
    listen(receivers, 1)
    assert len(await route(house, "award.published")) == 1
    listen(receivers, 2)
    assert len(await route(house, "award.published")) == 1


async def test_a_later_event_of_an_award_waits_for_the_earlier_and_another_order_does_not(
    house: Ports, receivers: MemoryReceivers, clock: SetClock
) -> None:
    listen(receivers, 1)
    listen(receivers, 2, ordering=Ordering.NONE)
    await route(house, "award.published", 0)
    assert [each.state for each in await route(house, "award.presented", 1)] == [State.BLOCKED, State.DUE]
    use_cases = build_use_cases(house)
    for delivery in await use_cases.delivery.claim(10):
        await house.deliveries.settle(settled(delivery, Ended(Outcome.OK, 200), clock(), 0.0), delivery.token)
    await use_cases.delivery.promote()
    (later,) = await use_cases.delivery.claim(10)
    assert (later.order_seq, later.target[-1]) == (2, "1")


async def test_what_ended_while_the_next_was_kept_leaves_it_not_waiting(
    house: Ports, receivers: MemoryReceivers, clock: SetClock
) -> None:
    listen(receivers, 1)
    (first,) = await route(house, "award.published", 0)

    class Ending:
        """Deliveries of which the first ends between the look and the insert."""

        def __getattr__(self, name: str) -> object:
            return getattr(house.deliveries, name)

        async def held_up(self, order_keys: list[str], order_seq: int) -> object:
            found = await house.deliveries.held_up(order_keys, order_seq)
            (mine,) = await build_use_cases(house).delivery.claim(1)
            await house.deliveries.settle(settled(mine, Ended(Outcome.OK, 200), clock(), 0.0), mine.token)
            return found

    event = event_of("award.presented")
    ending = replace(house, deliveries=Ending())  # type: ignore[arg-type]
    await build_use_cases(ending).event.route(event, cause_of(event, 1))
    (second,) = await sent(house, event, 1)
    assert (second.state, second.order_key) == (State.DUE, first.order_key)


class Prompt:
    """A way that is taken at once; the endpoint with an odd number fails."""

    def __init__(self) -> None:
        self.called: list[str] = []

    async def enter_soon(self, _delivery: Delivery) -> bool:
        return True

    async def free_at(self, _delivery: Delivery, _now: datetime) -> datetime | None:
        return None

    async def send(self, delivery: Delivery, _record: Recorded) -> Ended:
        await asyncio.sleep(0)
        self.called.append(delivery.target[-1])
        return Ended(Outcome.RETRY if delivery.target[-1] in "13" else Outcome.OK)


class Away:
    """A store that is away for one call."""

    def __init__(self) -> None:
        self.missed = 0

    async def _miss(self, _: object) -> None:
        self.missed += 1
        if self.missed == 1:
            raise UnavailableError("away")

    note = post = _miss


async def test_what_was_sent_is_kept_though_a_log_or_the_note_of_another_try_fails(memory: Ports) -> None:
    receivers, way, flights, feed = MemoryReceivers(), Prompt(), Flights(), Away()
    for number in (1, 2):
        listen(receivers, number)
    flights.open()
    house = replace(memory, receivers=receivers, prompt={Channel.WEBHOOK: way}, flights=flights)
    house = replace(house, attempts=cast("Attempts", Away()), feed=cast("Feed", feed))
    with pytest.raises(UnavailableError):
        await route(house, "award.published")
    sent = await route(house, "award.published")
    assert [(each.state, each.tries) for each in sent] == [(State.DUE, 0), (State.DONE, 1)]
    assert (sorted(way.called), feed.missed) == (["1", "2"], 2)
