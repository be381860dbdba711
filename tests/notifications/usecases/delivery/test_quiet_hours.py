from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.notifications.adapters.mongo.deliveries import MongoDeliveries
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State, delivery_id
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.quiet import SPREAD, kept_quiet
from services.notifications.domain.record import Recorded
from services.notifications.usecases import build_use_cases
from services.notifications.usecases.delivery.answer_unknown import Verdict
from services.notifications.usecases.delivery.cancel_held import CancelHeld
from services.notifications.usecases.delivery.claim import ClaimDue
from services.notifications.usecases.delivery.keep_end import KeepEnd
from services.notifications.usecases.delivery.keep_pushes import KeepPushes
from services.notifications.usecases.delivery.pass_on import PassOn
from services.notifications.usecases.delivery.send import SendLeased
from services.notifications.usecases.delivery.tell_end import TellEnd
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import Secrets, SetClock, mongo_ports
from tests.notifications.facts import cause_of, event_of, record_of
from tests.notifications.kept import of_event

EVENING = datetime(2026, 10, 13, 14, 0, tzinfo=UTC)
NIGHT = datetime(2026, 10, 13, 15, 0, tzinfo=UTC)
MORNING = datetime(2026, 10, 13, 23, 30, tzinfo=UTC)
"""21:00, 22:00 and 06:30 in Vietnam."""


class Postbox:
    """A way out that remembers what was sent, and says how it ended."""

    def __init__(self, outcome: Outcome) -> None:
        self.sent: list[tuple[UUID, UUID]] = []
        self.outcome = outcome
        self.is_free = True

    async def free_at(self, delivery: Delivery, now: datetime) -> datetime | None:
        assert delivery.channel is Channel.EMAIL
        return None if self.is_free else now + timedelta(minutes=31)

    async def send(self, delivery: Delivery, record: Recorded) -> Ended:
        self.sent.append((delivery.id, record.id))
        return Ended(self.outcome)


class Evening:
    """A mail for an event that is kept, and a sender on a clock that is set."""

    def __init__(self, store: MongoStore, clock: SetClock, outcome: Outcome = Outcome.OK) -> None:
        self.clock = clock
        self.events = mongo_ports(store, clock).events
        self.deliveries = MongoDeliveries(store)
        self.box = Postbox(outcome)
        ports = mongo_ports(store, clock)
        cancel = CancelHeld(self.events, self.deliveries, ports.postponements, clock)
        pushes = KeepPushes(self.deliveries, ports.restores, clock)
        pass_on = PassOn(pushes, ports.unanswered, cancel, ports.wake, clock)
        tell = TellEnd(self.events)
        keep_end = KeepEnd(self.deliveries, ports.attempts, ports.tally, cancel, pass_on, tell, lambda: 0.0, clock)
        self.claim = ClaimDue(self.deliveries, Secrets(), clock)
        self.send = SendLeased(self.deliveries, self.events, {Channel.EMAIL: self.box}, keep_end, cancel, clock)

    async def mail(self, kind: str, n: int, at: datetime, *, is_urgent: bool = False) -> UUID:
        record = await self.events.keep(record_of(event_of(kind), n))
        name = delivery_id(record.id, "person:CB-0412", Channel.EMAIL, kind)
        made = Delivery(name, record.id, "person:CB-0412", Channel.EMAIL, kind, 1, Lane.PERSONAL, State.DUE, at, at)
        await self.deliveries.keep([kept_quiet(replace(made, is_urgent=is_urgent))])
        return record.id

    async def state(self, event_id: UUID) -> State:
        return (await of_event(self.deliveries, event_id))[0].state

    async def at(self, now: datetime) -> None:
        self.clock.now = now
        for delivery in await self.claim(10):
            await self.send(delivery)


async def test_a_mail_of_the_night_goes_out_in_the_morning_and_an_urgent_one_at_once(
    store: MongoStore, clock: SetClock
) -> None:
    evening = Evening(store, clock)
    calm = await evening.mail("award.granted", 1, NIGHT)
    pressing = await evening.mail("council.convened", 2, NIGHT, is_urgent=True)
    await evening.at(NIGHT + timedelta(seconds=1))
    assert (await evening.state(calm), await evening.state(pressing)) == (State.HELD, State.DONE)
    await evening.at(MORNING + SPREAD)
    assert await evening.state(calm) is State.DONE
    assert len(evening.box.sent) == 2


async def test_what_was_left_over_from_the_evening_is_not_sent_at_night(store: MongoStore, clock: SetClock) -> None:
    evening = Evening(store, clock)
    late = await evening.mail("award.granted", 1, EVENING)
    await evening.at(NIGHT)
    (held,) = await of_event(evening.deliveries, late)
    assert (held.state, held.tries, evening.box.sent) == (State.HELD, 0, [])


async def test_a_try_that_fails_in_the_evening_is_repeated_in_the_morning(store: MongoStore, clock: SetClock) -> None:
    evening = Evening(store, clock, Outcome.RETRY)
    failed = await evening.mail("award.granted", 1, NIGHT - timedelta(minutes=31))
    await evening.at(NIGHT - timedelta(seconds=1801))
    (held,) = await of_event(evening.deliveries, failed)
    assert (held.state, held.tries) == (State.HELD, 1)
    assert MORNING <= held.next_at < MORNING + SPREAD


@pytest.mark.parametrize(("is_tried", "is_free"), [(True, True), (True, False), (False, True)])
async def test_what_is_held_only_after_its_award_was_revoked_ends_too(
    store: MongoStore, clock: SetClock, *, is_tried: bool, is_free: bool
) -> None:
    evening = Evening(store, clock, Outcome.RETRY)
    evening.box.is_free = is_free
    at = NIGHT - timedelta(seconds=1801)
    granted = await evening.mail("award.granted", 1, at)
    clock.now = at
    (leased,) = await evening.claim(10)
    revoked = await evening.mail("award.revoked", 3, NIGHT)
    ports = mongo_ports(store, clock)
    cancel = CancelHeld(evening.events, evening.deliveries, ports.postponements, clock)
    await cancel((await evening.events.get(revoked)).about_id)
    assert await evening.state(granted) is State.LEASED
    if not is_tried:
        clock.now = NIGHT
    await evening.send(leased)
    assert [await evening.state(each) for each in (granted, revoked)] == [State.CANCELLED, State.HELD]


async def test_what_nobody_knew_of_is_not_sent_again_when_its_award_was_revoked_meanwhile(
    store: MongoStore, clock: SetClock
) -> None:
    evening = Evening(store, clock, Outcome.UNKNOWN)
    granted = await evening.mail("award.granted", 1, clock())
    (leased,) = await evening.claim(10)
    await evening.send(leased)
    await evening.mail("award.revoked", 3, NIGHT)
    answer = build_use_cases(mongo_ports(store, clock)).delivery.answer_unknown
    await answer(leased.id, Verdict.AGAIN, cause_of(event_of("award.granted")))
    assert await evening.state(granted) is State.CANCELLED


async def test_a_revocation_ends_what_is_held_of_its_award_and_nothing_else(store: MongoStore, clock: SetClock) -> None:
    evening = Evening(store, clock)
    granted = await evening.mail("award.granted", 1, NIGHT)
    other = await evening.mail("nomination.submitted", 2, NIGHT)
    revoked = await evening.mail("award.revoked", 3, NIGHT)
    ports = mongo_ports(store, clock)
    cancel = CancelHeld(evening.events, evening.deliveries, ports.postponements, clock)
    for event_id in (other, revoked):
        await cancel.if_revoked(await evening.events.get(event_id))
    assert await evening.state(granted) is State.HELD
    for _ in range(2):
        await cancel((await evening.events.get(revoked)).about_id)
    states = [await evening.state(each) for each in (granted, other, revoked)]
    assert states == [State.CANCELLED, State.HELD, State.HELD]
