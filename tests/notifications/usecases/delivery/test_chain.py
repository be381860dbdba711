"""Ways that follow one another."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Lane, State
from services.notifications.domain.mailbox import Mailbox
from services.notifications.domain.outcome import Outcome
from services.notifications.domain.preference import ANY_KIND, Rhythm, Setting, Topic
from services.notifications.usecases import Ports
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock, mongo_ports
from tests.notifications.facts import cause_of, event_of
from tests.notifications.usecases.delivery.texted import EVENING, PROPOSER, House, Way
from tests.notifications.usecases.event.test_deliver import killed_at


async def test_a_confirmed_text_is_the_end_and_no_letter_follows(house: Callable[[Outcome], House]) -> None:
    at = house(Outcome.OK)
    await at.told()
    assert await at.states() == {Channel.SMS: State.DUE}
    await at.sent()
    await at.acts.delivery.pass_on.sweep()
    assert await at.states() == {Channel.SMS: State.DONE}
    assert at.mail.tried == []


async def test_a_bad_number_is_followed_by_the_letter_once(house: Callable[[Outcome], House]) -> None:
    at = house(Outcome.REFUSED)
    await at.told()
    await at.sent()
    for _ in range(2):
        await at.acts.delivery.pass_on.sweep()
    assert await at.states() == {Channel.SMS: State.DEAD, Channel.EMAIL: State.DUE}
    await at.sent()
    assert await at.states() == {Channel.SMS: State.DEAD, Channel.EMAIL: State.DONE}
    assert (len(at.sms.tried), len(at.mail.tried)) == (1, 1)
    assert await at.ports.unanswered.owing(10) == []


async def test_three_tries_in_half_an_hour_then_the_letter(house: Callable[[Outcome], House], clock: SetClock) -> None:
    at = house(Outcome.RETRY)
    await at.told()
    for minutes in (0, 10, 20):
        clock.move(minutes * 60)
        await at.sent()
    assert await at.states() == {Channel.SMS: State.DEAD, Channel.EMAIL: State.DUE}
    assert len(at.sms.tried) == 3
    assert (await at.one(Channel.EMAIL)).lane is Lane.RETRY, "what follows many is not before what is for one"


async def test_who_has_no_address_gets_the_text_alone_and_who_wants_no_text_the_letter(
    memory: Ports, clock: SetClock
) -> None:
    at = House(memory, clock, Outcome.REFUSED)
    await at.told(address=False)
    assert (await at.one()).then == ()
    await at.sent()
    assert await at.states() == {Channel.SMS: State.DEAD}
    other = House(memory, clock, Outcome.OK)
    cause_id = id_from("command", "off")
    cause = Cause(cause_id, PROPOSER, "preference.choose", cause_id, cause_id)
    await memory.mailboxes.save(replace(await _kept(memory), version=0))
    await other.acts.preference.choose({Topic(ANY_KIND, Channel.SMS): Setting.OFF}, Rhythm.DAILY, cause)
    event = event_of("nomination.returned")
    await other.acts.event.route(event, cause_of(event, 7))
    other.event_id = cause_of(event, 7).id
    assert await other.states() == {Channel.EMAIL: State.DUE}


async def _kept(ports: Ports) -> Mailbox:
    found = await ports.telephones.find(PROPOSER.ref)
    assert found
    return found


async def test_zalo_comes_before_the_text_and_the_text_before_the_letter(memory: Ports, clock: SetClock) -> None:
    at, zalo = House(memory, clock, Outcome.REFUSED), Way(Outcome.REFUSED)
    channels = {**at.ports.channels, Channel.ZNS: zalo}
    at.ports = replace(at.ports, channels=channels, short_ways=(Channel.ZNS, Channel.SMS))
    await at.told()
    seen = []
    for _ in range(3):
        seen.append(await at.states())
        await at.sent()
    assert seen == [
        {Channel.ZNS: State.DUE},
        {Channel.ZNS: State.DEAD, Channel.SMS: State.DUE},
        {Channel.ZNS: State.DEAD, Channel.SMS: State.DEAD, Channel.EMAIL: State.DUE},
    ]
    assert (await at.states())[Channel.EMAIL] is State.DONE
    assert (len(zalo.tried), len(at.sms.tried), len(at.mail.tried)) == (1, 1, 1)


async def test_at_night_what_follows_waits_for_the_morning(house: Callable[[Outcome], House], clock: SetClock) -> None:
    clock.now = EVENING
    at = house(Outcome.RETRY)
    await at.told()
    await at.sent()
    assert await at.states() == {Channel.SMS: State.HELD}, "its next try would ring at night"
    at.sms.outcome = Outcome.REFUSED
    clock.move(9 * 3600 + 1200)
    await at.sent()
    assert await at.states() == {Channel.SMS: State.DEAD, Channel.EMAIL: State.DUE}


@pytest.mark.slow
async def test_a_process_killed_between_the_end_of_a_text_and_its_letter_leaves_the_letter_to_the_sweep(
    store: MongoStore, clock: SetClock, mongodb_url: str, namespace: str
) -> None:
    at = House(mongo_ports(store, clock), clock, Outcome.REFUSED)
    await at.told()
    assert await killed_at("passing on", mongodb_url, namespace) == -9
    assert await at.states() == {Channel.SMS: State.DEAD}
    for _ in range(2):
        await at.acts.delivery.pass_on.sweep()
    assert await at.states() == {Channel.SMS: State.DEAD, Channel.EMAIL: State.DUE}
    assert await at.ports.unanswered.owing(10) == []
