"""Ways that follow one another, and what nobody knows the end of."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.notifications.domain.chain import reached
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State
from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Mailbox
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.preference import ANY_KIND, Rhythm, Setting, Topic
from services.notifications.domain.record import Recorded
from services.notifications.usecases import Ports, UseCases, build_use_cases
from services.notifications.usecases.delivery.answer_unknown import DeliveryNotUnknownError, Verdict
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError, ForbiddenError
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from shared.runtime.vault import Vault, new_key
from tests.notifications.conftest import VAULT, SetClock, mongo_ports
from tests.notifications.facts import cause_of, event_of
from tests.notifications.usecases.event.test_deliver import killed_at

PROPOSER = Actor("PCT-HP-THA", (Grant(Role.PROPOSER, "P-THADS-5"),))
OPERATOR = Actor("VH-01", (Grant(Role.OPS, "BTP"),))
EVENING = datetime(2026, 10, 13, 14, 25, tzinfo=UTC)
"""21:25 in Vietnam."""


class Way:
    """A way out that ends as it is told; what was tried by it stands in `tried`."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome, self.error = outcome, None
        self.tried: list[UUID] = []
        self.begin: Callable[[Delivery], Awaitable[bool]] | None = None

    async def free_at(self, _delivery: Delivery, _now: datetime) -> datetime | None:
        return None

    async def send(self, delivery: Delivery, _record: Recorded) -> Ended:
        if self.begin is not None:
            await self.begin(delivery)
        self.tried.append(delivery.id)
        return Ended(self.outcome)


class House:
    """Somebody with a proven telephone and address, who is returned a file."""

    def __init__(self, ports: Ports, clock: SetClock, outcome: Outcome) -> None:
        self.sms, self.mail, self.clock = Way(outcome), Way(Outcome.OK), clock
        self.sms.begin = ports.deliveries.begin
        self.ports = replace(ports, channels={Channel.SMS: self.sms, Channel.EMAIL: self.mail})
        self.event_id = UUID(int=0)

    @property
    def acts(self) -> UseCases:
        return build_use_cases(self.ports)

    async def told(self, kind: str = "nomination.returned", *, address: bool = True) -> None:
        kept = Mailbox(PROPOSER.ref, 0, VAULT.seal("+84912345678"), "m", Language.VI, verified_at=self.clock())
        await self.ports.telephones.save(kept)
        if address:
            await self.ports.mailboxes.save(replace(kept, address_sealed=VAULT.seal("tha@haiphong.example")))
        await self.acts.recipient.visit(PROPOSER)
        for n, each in enumerate(dict.fromkeys(("nomination.submitted", kind))):
            event = event_of(each)
            for _ in range(2):
                await self.acts.event.route(event, cause_of(event, n))
            self.event_id = cause_of(event, n).id

    async def sent(self) -> None:
        for each in await self.acts.delivery.claim(50):
            if each.event_id == self.event_id:
                await self.acts.delivery.send(each)

    async def states(self) -> dict[Channel, State]:
        return {each.channel: each.state for each in await self.ports.deliveries.of_event(self.event_id)}

    async def one(self, channel: Channel = Channel.SMS) -> Delivery:
        return next(each for each in await self.ports.deliveries.of_event(self.event_id) if each.channel is channel)

    async def answered(self, verdict: Verdict, key: str = "a") -> None:
        cause_id = id_from("command", OPERATOR.ref, key)
        cause = Cause(cause_id, OPERATOR, "unknown_delivery.answer", cause_id, cause_id)
        await self.acts.delivery.answer_unknown((await self.one()).id, verdict, cause)


@pytest.fixture
def house(ports: Ports, clock: SetClock) -> Callable[[Outcome], House]:
    return lambda outcome: House(ports, clock, outcome)


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


async def test_a_text_that_was_claimed_and_never_handed_over_is_due_again(
    house: Callable[[Outcome], House], clock: SetClock
) -> None:
    at = house(Outcome.OK)
    await at.told()
    (late,) = [each for each in await at.acts.delivery.claim(50) if each.event_id == at.event_id]
    clock.move(31)
    await at.acts.delivery.leave_unknown()
    assert await at.states() == {Channel.SMS: State.LEASED}, "its holder died, and nothing left the house"
    (mine,) = [each for each in await at.acts.delivery.claim(50) if each.event_id == at.event_id]
    assert not await at.ports.deliveries.begin(late), "it is another's by now"
    await at.acts.delivery.give_back(mine)
    assert await at.states() == {Channel.SMS: State.DUE}
    await at.sent()
    assert (await at.states(), len(at.sms.tried)) == ({Channel.SMS: State.DONE}, 1)


async def test_a_lease_that_ended_is_left_to_an_operator_and_nothing_follows(
    house: Callable[[Outcome], House], clock: SetClock
) -> None:
    at = house(Outcome.OK)
    await at.told()
    (leased,) = [each for each in await at.acts.delivery.claim(50) if each.event_id == at.event_id]
    assert await at.ports.deliveries.begin(leased)
    clock.move(31)
    await at.sent()
    assert at.sms.tried == [], "nobody takes it again"
    await at.acts.delivery.leave_unknown()
    await at.acts.delivery.pass_on.sweep()
    assert await at.states() == {Channel.SMS: State.UNKNOWN}
    (shown,) = await at.acts.delivery.show_unknown(10)
    assert (shown.delivery.id, shown.number_ends) == (leased.id, "678")
    other = replace(at.ports, safe=Vault(new_key()))
    (sealed_otherwise,) = await build_use_cases(other).delivery.show_unknown(10)
    assert sealed_otherwise.number_ends == ""
    await at.acts.delivery.send(leased)
    assert await at.states() == {Channel.SMS: State.DONE}, "its holder was only late"


@pytest.mark.parametrize("verdict", list(Verdict))
async def test_only_an_operators_word_ends_it_or_sends_it_again(
    house: Callable[[Outcome], House], verdict: Verdict
) -> None:
    at = house(Outcome.UNKNOWN)
    await at.told()
    await at.sent()
    assert await at.states() == {Channel.SMS: State.UNKNOWN}
    await at.answered(verdict)
    with pytest.raises(AlreadyHandledError):
        await at.answered(verdict)
    with pytest.raises(DeliveryNotUnknownError):
        await at.answered(verdict, "b")
    assert await at.acts.delivery.show_unknown(10) == []
    if verdict is Verdict.REACHED:
        assert await at.states() == {Channel.SMS: State.DONE}
        return
    at.sms.outcome = Outcome.REFUSED
    await at.sent()
    assert await at.states() == {Channel.SMS: State.DEAD, Channel.EMAIL: State.DUE}


async def test_a_slow_answer_ends_no_later_one(house: Callable[[Outcome], House], clock: SetClock) -> None:
    at = house(Outcome.UNKNOWN)
    await at.told()
    await at.sent()
    slow = await at.one()
    await at.answered(Verdict.AGAIN)
    clock.move(1)
    await at.sent()
    assert not await at.ports.unanswered.answer(reached(slow, clock()), slow.next_at)
    assert await at.states() == {Channel.SMS: State.UNKNOWN}


async def test_a_sender_that_stops_and_a_fault_of_ours_send_nothing_twice(memory: Ports, clock: SetClock) -> None:
    at = House(memory, clock, Outcome.OK)
    await at.told()
    (leased,) = [each for each in await at.acts.delivery.claim(50) if each.event_id == at.event_id]
    assert await at.ports.deliveries.begin(leased)
    await at.acts.delivery.give_back(leased)
    assert await at.states() == {Channel.SMS: State.UNKNOWN}
    assert (await at.acts.delivery.show_unknown.backlog()).since == clock()
    await at.answered(Verdict.AGAIN)
    del at.sms.tried
    (again,) = [each for each in await at.acts.delivery.claim(50) if each.event_id == at.event_id]
    with pytest.raises(AttributeError):
        await at.acts.delivery.send(again)
    assert await at.states() == {Channel.SMS: State.UNKNOWN}
    with pytest.raises(ForbiddenError):
        await at.acts.delivery.answer_unknown(
            UUID(int=5), Verdict.REACHED, Cause(UUID(int=1), OPERATOR, "x", UUID(int=1), UUID(int=1))
        )


@pytest.mark.slow
@pytest.mark.parametrize(("step", "left"), [("claimed", State.DONE), ("begun", State.UNKNOWN)])
async def test_a_process_killed_before_it_hands_a_text_over_leaves_it_to_the_next_and_after_that_to_an_operator(
    store: MongoStore, clock: SetClock, mongodb_url: str, namespace: str, step: str, left: State
) -> None:
    at = House(mongo_ports(store, clock), clock, Outcome.OK)
    await at.told()
    assert await killed_at(step, mongodb_url, namespace) == -9
    clock.move(31)
    await at.acts.delivery.leave_unknown()
    await at.sent()
    assert await at.states() == {Channel.SMS: left}


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
