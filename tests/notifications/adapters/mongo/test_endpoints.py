from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.adapters.mongo.endpoints import HEARS, MongoEndpoints, counted
from services.notifications.domain.endpoint import EndpointState
from shared.kernel.cause import job_cause
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock
from tests.notifications.endpoints import endpoint_at

PATH = ("BTP", "THADS-HP", "P-THADS-5")


@pytest.mark.parametrize(
    ("changes", "hears"),
    [
        ({}, True),
        ({"units": ("P-THADS-5",), "unit_id": "STP-HP"}, True),
        ({"units": ("STP-HP", "BTP"), "unit_id": "STP-HP"}, True),
        ({"units": ("STP-HP",)}, False),
        ({"unit_id": "STP-HP", "unit_path": ("STP-HP",)}, False),
        ({"kinds": ("award.revoked",)}, False),
        ({"state": EndpointState.PENDING}, False),
    ],
)
async def test_the_store_finds_who_hears_as_the_endpoint_itself_says(
    store: MongoStore, changes: dict[str, Any], hears: bool
) -> None:
    endpoints, endpoint = MongoEndpoints(store), endpoint_at("https://nhan.example/", **changes)
    await endpoints.save(endpoint, because_of=job_cause("notifications", "test", endpoint.id))
    found = await endpoints.hearing("award.published", PATH)
    assert [each.id for each in found] == ([endpoint.id] if hears else [])
    assert endpoint.hears("award.published", PATH) is hears


async def test_of_a_client_only_what_is_in_use_or_changed_lately_is_read_and_that_by_indexes(
    store: MongoStore, clock: SetClock
) -> None:
    endpoints, day = MongoEndpoints(store), clock()
    for number, ref, slot in ((1, "HT", 1), (2, "HT", None), (3, "HT", None), (4, "HT-2", 1)):
        one = endpoint_at("https://nhan.example/", number, client_ref=ref, slot=slot)
        await endpoints.save(one, because_of=job_cause("notifications", "test", number))
    clock.move(60)
    third = await endpoints.find(UUID(int=3))
    assert third is not None
    await endpoints.save(third, because_of=job_cause("notifications", "test", "again"))
    lately = [each.id.int for each in await endpoints.counted_of("HT", day + timedelta(seconds=30))]
    assert sorted(lately) == [1, 3], "what was left long ago is not read"
    assert sorted(each.id.int for each in await endpoints.counted_of("HT", day)) == [1, 2, 3]
    plan = await store.rows("endpoints").find(counted("HT", clock())).explain()
    assert plan["executionStats"]["totalDocsExamined"] == 2


async def test_who_hears_is_found_by_units_among_those_who_are_sent_to(store: MongoStore) -> None:
    near = {"$in": list(PATH)}
    own = {"state.units": [], "state.unit_id": near}
    query = {**HEARS, "state.kinds": "award.published", "$or": [{"state.units": near}, own]}
    plan = str((await store.rows("endpoints").find(query).explain())["queryPlanner"]["winningPlan"])
    assert "COLLSCAN" not in plan
    assert "'hears_of_units'" in plan
