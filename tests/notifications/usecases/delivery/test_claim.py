from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

from services.notifications.adapters.mongo.deliveries import MongoDeliveries
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State
from services.notifications.usecases.delivery.claim import ClaimDue
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import Secrets, SetClock

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)


def due(n: int, lane: Lane) -> Delivery:
    return Delivery(
        UUID(int=n), UUID(int=n), "person:A", Channel.EMAIL, "convened", 1, lane, State.DUE, NOW, NOW, is_urgent=True
    )


async def test_lanes_share_what_can_be_taken_and_masses_have_a_limit_of_their_own(
    store: MongoStore, clock: SetClock
) -> None:
    deliveries = MongoDeliveries(store)
    clock.now = NOW
    waiting = Counter({Lane.PERSONAL: 10, Lane.RETRY: 3, Lane.BULK: 40})
    await deliveries.keep([due(n, lane) for n, lane in enumerate(waiting.elements())])
    claim = ClaimDue(deliveries, Secrets(), clock)
    assert Counter(each.lane for each in await claim(10)) == {Lane.PERSONAL: 7, Lane.RETRY: 2, Lane.BULK: 1}
    assert Counter(each.lane for each in await claim(20, 5)) == {Lane.PERSONAL: 3, Lane.RETRY: 1, Lane.BULK: 5}
    assert await claim(20, 0) == []
    assert len(await claim(20)) == 20
    assert len(await claim(20)) == 14
