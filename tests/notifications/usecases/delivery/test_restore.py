"""After a restore from a backup nothing that may have gone out rings again by itself."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State
from services.notifications.domain.outcome import Outcome
from services.notifications.domain.restore import RESTORED
from services.notifications.usecases import Ports
from shared.kernel.actor import Actor
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock, mongo_ports
from tests.notifications.facts import cause_of, event_of, record_of
from tests.notifications.kept import of_event
from tests.notifications.usecases.delivery.texted import House

HOUR = timedelta(hours=1)


def command(key: str = "a") -> Cause:
    cause_id = id_from("restore", key)
    return Cause(cause_id, Actor("VH-01"), "restore.declare", cause_id, cause_id)


async def test_what_is_open_and_what_comes_again_is_left_to_an_operator_and_what_is_new_goes(
    ports: Ports, clock: SetClock
) -> None:
    at = House(ports, clock, Outcome.OK)
    await at.told()
    call = Delivery(
        *(UUID(int=3), at.event_id, "endpoint:1", Channel.WEBHOOK, "event", 1, Lane.PERSONAL, State.DUE),
        *(clock(), clock()),
    )
    await ports.deliveries.keep([call])
    clock.move(HOUR.total_seconds())
    declare = at.acts.delivery.declare_restore
    restore = await declare(clock() - HOUR / 2, "backup of the night", command())
    assert restore.cut_off == clock() - HOUR / 2
    again = await declare(clock() + HOUR, "backup of the night", command())
    assert again == restore
    assert await at.states() == {Channel.SMS: State.UNKNOWN, Channel.WEBHOOK: State.DUE}
    for n, hours in ((5, 1), (6, 0)):
        event = event_of("nomination.returned")
        await at.acts.event.route(event, replace(cause_of(event, n), at=clock() - hours * HOUR))
        at.event_id = cause_of(event, n).id
        (told,) = [each for each in await of_event(ports.deliveries, at.event_id) if each.channel is Channel.SMS]
        assert (told.state, told.reason) == ((State.UNKNOWN, RESTORED) if hours else (State.DUE, ""))
    waiting = await at.acts.delivery.show_unknown(10)
    assert sorted(each.message for each in waiting) == ["returned", "returned", "submitted"]


async def test_a_restore_declared_for_a_time_to_come_is_one_until_now(memory: Ports, clock: SetClock) -> None:
    declare = House(memory, clock, Outcome.OK).acts.delivery.declare_restore
    assert (await declare(clock() + HOUR, "x", command())).cut_off == clock()
    assert (await declare(None, "x", command("b"))).cut_off == clock()


async def test_the_logs_begin_anew_and_know_where_they_ended(store: MongoStore, clock: SetClock) -> None:
    ports = mongo_ports(store, clock)
    for n in range(3):
        await ports.register.append(record_of(event_of("award.published", award_id=UUID(int=n)), n))
    before = (await ports.register.entries(0, 10))[-1].epoch
    declare = House(ports, clock, Outcome.OK).acts.delivery.declare_restore
    clock.move(60)
    first = await declare(None, "x", command())
    second = await declare(None, "x", command("b"))
    for _ in range(2):
        await declare(None, "x", command())
    await ports.register.append(record_of(event_of("award.published", award_id=UUID(int=9)), 9))
    assert (await ports.register.entries(3, 10))[0].epoch == second.epoch
    kept = await store.rows("epochs").find_one({"_id": "register"})
    assert kept
    assert kept["ended"] == [{"epoch": before, "seq": 3}, {"epoch": first.epoch, "seq": 3}]


@pytest.mark.parametrize("state", [State.DONE, State.DEAD])
async def test_what_had_ended_stays(memory: Ports, clock: SetClock, state: State) -> None:
    at = House(memory, clock, Outcome.OK if state is State.DONE else Outcome.REFUSED)
    await at.told(address=False)
    await at.sent()
    clock.move(60)
    await at.acts.delivery.declare_restore(None, "x", command())
    assert await at.states() == {Channel.SMS: state}
