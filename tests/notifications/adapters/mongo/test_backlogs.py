from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.notifications.adapters.mongo.backlogs import MongoBacklogs
from services.notifications.adapters.mongo.deliveries import MongoDeliveries
from services.notifications.domain.backlog import Backlog
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import (
    Delivery,
    Lane,
    State,
    delivery_id,
    endpoint_target,
)
from shared.runtime.store.client import MongoStore

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
BEHIND, IDLE = UUID(int=1), UUID(int=2)


def delivery(number: int, state: State, endpoint_id: UUID = BEHIND) -> Delivery:
    event, target = UUID(int=number), endpoint_target(endpoint_id)
    name = delivery_id(event, target, Channel.WEBHOOK, "event")
    due = NOW + timedelta(minutes=number)
    return Delivery(name, event, target, Channel.WEBHOOK, "event", 1, Lane.RETRY, state, due, NOW)


async def test_what_waits_and_what_never_arrived_is_counted_apart(store: MongoStore) -> None:
    states = (State.LEASED, State.BLOCKED, State.DUE, State.DUE, State.DEAD, State.DEAD, State.DEAD, State.DONE)
    kept = [delivery(number, state) for number, state in enumerate(states, start=1)]
    other = replace(delivery(9, State.DUE, UUID(int=3)), next_at=NOW)
    await MongoDeliveries(store).keep([*kept, other, delivery(10, State.DONE, IDLE)])
    assert await MongoBacklogs(store).of([BEHIND, IDLE]) == {
        BEHIND: Backlog(open=4, dead=3, next_at=NOW + timedelta(minutes=3), last_done_at=NOW + timedelta(minutes=8)),
        IDLE: Backlog(last_done_at=NOW + timedelta(minutes=10)),
    }
