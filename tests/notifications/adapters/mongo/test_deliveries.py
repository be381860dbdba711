import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.notifications.adapters.mongo.deliveries import MongoDeliveries
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State, delivery_id, settled
from services.notifications.domain.outcome import Ended, Outcome
from shared.runtime.store.client import MongoStore
from tests.notifications.kept import of_event

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)


def delivery(number: int, *, state: State = State.DUE, seq: int = 1, key: str = "") -> Delivery:
    event = UUID(int=number)
    name = delivery_id(event, "endpoint:1", Channel.WEBHOOK, "event")
    made = Delivery(name, event, "endpoint:1", Channel.WEBHOOK, "event", 1, Lane.PERSONAL, state, NOW, NOW)
    return replace(made, order_key=key, order_seq=seq)


async def claimed(deliveries: MongoDeliveries, token: str, now: datetime = NOW, limit: int = 10) -> Sequence[Delivery]:
    until = now + timedelta(seconds=30)
    return await deliveries.claim(Lane.PERSONAL, limit, now=now, until=until, token=token)


async def test_what_is_kept_twice_is_there_once_and_as_it_stands(store: MongoStore) -> None:
    deliveries = MongoDeliveries(store)
    await deliveries.keep([delivery(1)])
    (mine,) = await claimed(deliveries, "a")
    await deliveries.keep([delivery(1), delivery(2)])
    assert await of_event(deliveries, UUID(int=1)) == [mine]
    assert len(await of_event(deliveries, UUID(int=2))) == 1


async def test_many_who_claim_at_once_share_what_is_due(store: MongoStore) -> None:
    deliveries = MongoDeliveries(store)
    await deliveries.keep([delivery(number) for number in range(40)])
    shares = await asyncio.gather(*(claimed(deliveries, f"t{n}", limit=40) for n in range(5)))
    ids = [one.id for share in shares for one in share]
    assert len(ids) == len(set(ids)) == 40


async def test_a_lease_that_is_over_is_due_again_and_its_former_holder_says_nothing_more(store: MongoStore) -> None:
    deliveries = MongoDeliveries(store)
    await deliveries.keep([delivery(1)])
    (first,) = await claimed(deliveries, "a")
    assert await claimed(deliveries, "b", NOW + timedelta(seconds=29)) == ()
    (second,) = await claimed(deliveries, "b", LATER)
    assert not await deliveries.settle(settled(first, Ended(Outcome.OK), LATER, 0.0), "a")
    assert await deliveries.settle(settled(second, Ended(Outcome.OK, 200), LATER, 0.0), "b")
    (done,) = await of_event(deliveries, UUID(int=1))
    assert (done.state, done.last) == (State.DONE, Ended(Outcome.OK, 200))
    assert await claimed(deliveries, "c", LATER + timedelta(days=9)) == ()


async def test_in_an_order_the_next_goes_when_the_one_before_has_ended(store: MongoStore) -> None:
    deliveries = MongoDeliveries(store)
    await deliveries.keep([delivery(1, seq=1, key="k"), delivery(2, seq=2, key="k", state=State.BLOCKED)])
    assert await deliveries.held_up(["k", "other"], 2) == {"k"}
    assert not await deliveries.held_up(["k"], 1)
    await deliveries.let_go("k", NOW)
    (head,) = await claimed(deliveries, "a")
    assert head.order_seq == 1
    assert await deliveries.stuck_orders("", 10) == ([], "")
    await deliveries.settle(settled(head, Ended(Outcome.OK), NOW, 0.0), "a")
    assert await deliveries.stuck_orders("", 10) == (["k"], "")
    await deliveries.let_go("k", NOW)
    (tail,) = await claimed(deliveries, "a")
    assert (tail.order_seq, await deliveries.stuck_orders("", 10)) == (2, ([], ""))


async def test_what_a_death_left_waiting_is_looked_for_page_by_page_among_what_waits(store: MongoStore) -> None:
    deliveries = MongoDeliveries(store)
    waiting = [delivery(n, seq=2, key=f"k{n}", state=State.BLOCKED) for n in range(5)]
    heads = [delivery(n, key=f"k{n - 10}") for n in (11, 13)]
    await deliveries.keep([*waiting, *heads, *(delivery(n, key=f"alone{n}") for n in range(20, 30))])
    assert await deliveries.stuck_orders("", 2) == (["k0"], "k1")
    assert await deliveries.stuck_orders("k1", 2) == (["k2"], "k3")
    assert await deliveries.stuck_orders("k3", 2) == (["k4"], "")
    query = {"state": "blocked", "order_key": {"$gt": ""}}
    plan = await store.rows("deliveries").find(query, {"order_key": 1}).sort("order_key", 1).limit(2).explain()
    assert "'waiting'" in str(plan["queryPlanner"]["winningPlan"])


async def test_what_is_due_is_found_by_its_index(store: MongoStore) -> None:
    query = {"is_open": True, "state": {"$in": ["due", "leased"]}, "lane": "personal", "next_at": {"$lte": NOW}}
    plan = await store.rows("deliveries").find(query, {"_id": 1}).sort("next_at", 1).limit(5).explain()
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])


async def test_what_was_held_over_night_is_due_in_the_morning(store: MongoStore) -> None:
    deliveries = MongoDeliveries(store)
    await deliveries.keep([replace(delivery(1, state=State.HELD), next_at=LATER)])
    assert not await claimed(deliveries, "a")
    (mine,) = await claimed(deliveries, "b", now=LATER)
    assert (mine.state, mine.tries) == (State.LEASED, 0)


async def test_of_a_revoked_award_only_what_is_held_is_cancelled(store: MongoStore) -> None:
    deliveries = MongoDeliveries(store)
    await deliveries.keep([delivery(n, state=state) for n, state in enumerate((State.HELD, State.DUE, State.HELD))])
    await deliveries.cancel_held([UUID(int=0), UUID(int=1)], NOW)
    found = [(await of_event(deliveries, UUID(int=n)))[0] for n in range(3)]
    assert [each.state for each in found] == [State.CANCELLED, State.DUE, State.HELD]
    assert found[0].reason == "award_revoked"
    assert not found[0].is_open
    assert not await claimed(deliveries, "c", now=NOW - timedelta(seconds=1))
