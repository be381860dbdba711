import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.notifications.adapters.mongo.endpoints import MongoEndpoints
from services.notifications.adapters.mongo.receivers import MongoReceivers
from services.notifications.domain.endpoint import Endpoint, EndpointState
from shared.kernel.cause import job_cause
from shared.runtime.store.client import MongoStore
from tests.notifications.endpoints import endpoint_at

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
PATH = ("BTP", "THADS-HP", "P-THADS-5")


async def kept(receivers: MongoReceivers, endpoints: MongoEndpoints, number: int, state: EndpointState) -> UUID:
    endpoint = endpoint_at("https://nhan.example/", number, state=state)
    await endpoints.save(endpoint, because_of=job_cause("notifications", "made", number))
    assert await receivers.find(endpoint.id) is not None
    return endpoint.id


async def as_it_stands(receivers: MongoReceivers, endpoint_id: UUID) -> Endpoint:
    found = await receivers.find(endpoint_id)
    assert found is not None
    return found


@pytest.fixture
def endpoints(store: MongoStore) -> MongoEndpoints:
    return MongoEndpoints(store)


async def test_only_active_ones_hear(endpoints: MongoEndpoints) -> None:
    receivers = MongoReceivers(endpoints)
    hearing = await kept(receivers, endpoints, 1, EndpointState.ACTIVE)
    await kept(receivers, endpoints, 2, EndpointState.PENDING)
    assert [each.id for each in await receivers.hearing("award.published", PATH)] == [hearing]
    assert await receivers.hearing("award.published", ("STP-HP",)) == []
    assert await receivers.hearing("award.granted", PATH) == []


async def test_senders_that_tell_at_once_lose_nothing_and_a_success_ends_it(endpoints: MongoEndpoints) -> None:
    receivers = MongoReceivers(endpoints)
    endpoint = await kept(receivers, endpoints, 1, EndpointState.ACTIVE)
    await asyncio.gather(*(receivers.failed(endpoint, NOW + timedelta(milliseconds=n)) for n in range(3)))
    assert (await as_it_stands(receivers, endpoint)).failures == 3
    await receivers.succeeded(endpoint, NOW)
    assert (await as_it_stands(receivers, endpoint)).failures == 0


async def test_one_that_is_gone_hears_no_more(endpoints: MongoEndpoints) -> None:
    receivers = MongoReceivers(endpoints)
    endpoint = await kept(receivers, endpoints, 1, EndpointState.ACTIVE)
    for n in range(2):
        await receivers.gone(endpoint, NOW + timedelta(seconds=n))
    found = await as_it_stands(receivers, endpoint)
    assert (found.state, found.reason) == (EndpointState.DISABLED, "gone")
    assert await receivers.hearing("award.published", PATH) == []
