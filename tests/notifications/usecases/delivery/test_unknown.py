"""Of what may have come nobody knows the end, until an operator says."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from itertools import count
from uuid import UUID

import pytest

from services.notifications.domain.chain import reached
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, State
from services.notifications.domain.outcome import Outcome
from services.notifications.usecases import Ports
from services.notifications.usecases.delivery import keep_end
from services.notifications.usecases.delivery.answer_unknown import DeliveryNotUnknownError, Verdict
from services.notifications.usecases.ports import End
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError, ForbiddenError, UnavailableError
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import VAULT, SetClock, mongo_ports
from tests.notifications.usecases.delivery.texted import OPERATOR, PROPOSER, House
from tests.notifications.usecases.event.test_deliver import killed_at


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
    assert await at.ports.deliveries.begin(replace(leased, number_ends="678"))
    clock.move(31)
    await at.sent()
    assert at.sms.tried == [], "nobody takes it again"
    await at.acts.delivery.leave_unknown()
    await at.acts.delivery.pass_on.sweep()
    assert await at.states() == {Channel.SMS: State.UNKNOWN}
    telephone = await at.ports.telephones.find(PROPOSER.ref)
    assert telephone is not None
    await at.ports.telephones.save(replace(telephone, address_sealed=VAULT.seal("+84987654321")))
    (shown,) = await at.acts.delivery.show_unknown(10)
    assert (shown.id, shown.number_ends) == (leased.id, "678"), "the provider looks for the number that it went to"
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
    assert (await at.one()).number_ends == "678"
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


@pytest.mark.parametrize(("away_for", "left"), [(2, State.DONE), (4, State.UNKNOWN)])
async def test_an_end_that_cannot_be_kept_is_kept_while_the_lease_lasts(
    memory: Ports, clock: SetClock, monkeypatch: pytest.MonkeyPatch, away_for: int, left: State
) -> None:
    monkeypatch.setattr(keep_end, "PAUSE_SECONDS", 0)
    at = House(memory, clock, Outcome.OK)
    await at.told()
    (leased,) = [each for each in await at.acts.delivery.claim(50) if each.event_id == at.event_id]
    settle, asked = at.ports.deliveries.settle, count()

    async def away(delivery: Delivery, token: str, end: End | None = None) -> bool:
        if next(asked) < away_for:
            clock.move(10)
            raise UnavailableError("the store is away")
        return await settle(delivery, token, end)

    monkeypatch.setattr(at.ports.deliveries, "settle", away)
    with nullcontext() if left is State.DONE else pytest.raises(UnavailableError):
        await at.acts.delivery.send(leased)
    monkeypatch.undo()
    clock.move(31)
    await at.acts.delivery.leave_unknown()
    assert (await at.states(), len(at.sms.tried)) == ({Channel.SMS: left}, 1)


async def test_a_sender_that_stops_and_a_fault_of_ours_send_nothing_twice(memory: Ports, clock: SetClock) -> None:
    at = House(memory, clock, Outcome.OK)
    await at.told()
    (leased,) = [each for each in await at.acts.delivery.claim(50) if each.event_id == at.event_id]
    assert await at.ports.deliveries.begin(replace(leased, number_ends="678"))
    await at.acts.delivery.give_back(leased)
    given = await at.one()
    assert (given.state, given.number_ends) == (State.UNKNOWN, "678")
    assert (await at.acts.delivery.show_unknown.backlog()).since == clock()
    await at.answered(Verdict.AGAIN)
    del at.sms.tried
    (again,) = [each for each in await at.acts.delivery.claim(50) if each.event_id == at.event_id]
    with pytest.raises(AttributeError):
        await at.acts.delivery.send(again)
    failed = await at.one()
    assert (failed.state, failed.number_ends) == (State.UNKNOWN, "678")
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
