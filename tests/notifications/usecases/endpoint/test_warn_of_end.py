from datetime import timedelta

import pytest

from services.notifications.domain.endpoint import TooManyCallsError
from services.notifications.domain.share import MOST_GRANTS_OF_A_CLIENT
from services.notifications.usecases import Ports
from services.notifications.usecases.endpoint import EndpointUseCases, endpoint_use_cases
from services.notifications.usecases.endpoint.register import Wish, endpoint_id_of
from services.notifications.usecases.endpoint.set_access import AccessWish
from tests.notifications.authority import made
from tests.notifications.clients import CLIENT, URL, MemoryEndpoints, by
from tests.notifications.conftest import SetClock

DAY = 86_400.0


@pytest.fixture
def acts(ports: Ports, clock: SetClock) -> EndpointUseCases:
    return endpoint_use_cases(ports.clients, clock)


async def test_who_looks_after_it_is_told_twice_that_a_certificate_ends(
    acts: EndpointUseCases, ports: Ports, clock: SetClock
) -> None:
    registered = by(CLIENT, "register")
    await acts.register(Wish(URL, "THADS-HP"), registered)
    endpoint_id = endpoint_id_of(registered.id)
    root = made("Chứng thực tỉnh", is_ca=True, until=(clock() + timedelta(days=40)).replace(microsecond=0))
    await acts.set_access(endpoint_id, AccessWish(root.pem), by(CLIENT, "set_access"))
    versions = []
    for _ in range(45):
        for _ in range(2):
            await acts.warn_of_end()
        versions.append((await acts.show.one(endpoint_id, CLIENT)).version)
        clock.move(DAY)
    assert [n for n in range(1, 45) if versions[n] > versions[n - 1]] == [10, 33]
    if isinstance(ports.clients.endpoints, MemoryEndpoints):
        told = [event.model_dump(include={"type", "paper", "days"}) for event in ports.clients.endpoints.emitted]
        assert told == [{"paper": "authority", "days": 30}, {"paper": "authority", "days": 7}]
    soon = made("Chứng thực tỉnh", is_ca=True, until=(clock() + timedelta(days=5)).replace(microsecond=0))
    await acts.set_access(endpoint_id, AccessWish(soon.pem), by(CLIENT, "set_access"))
    for _ in range(MOST_GRANTS_OF_A_CLIENT - 1):
        await acts.set_access(endpoint_id, AccessWish(soon.pem), by(CLIENT, "set_access"))
    with pytest.raises(TooManyCallsError):
        await acts.set_access(endpoint_id, AccessWish(soon.pem), by(CLIENT, "set_access"))
    await acts.disable(endpoint_id, by(CLIENT, "disable"))
    before = (await acts.show.one(endpoint_id, CLIENT)).version
    await acts.warn_of_end()
    assert (await acts.show.one(endpoint_id, CLIENT)).version == before, "nothing goes there"
    await acts.reopen(endpoint_id, by(CLIENT, "reopen"))
    await acts.warn_of_end()
    assert (await acts.show.one(endpoint_id, CLIENT)).version == before + 2
