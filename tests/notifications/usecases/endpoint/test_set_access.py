from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from services.notifications.domain.access import AccessUnusableError
from services.notifications.domain.address import Opened, network
from services.notifications.domain.endpoint import EndpointState, TooManyCallsError, UrlForbiddenError
from services.notifications.domain.share import MOST_GRANTS_OF_A_CLIENT
from services.notifications.usecases import Ports
from services.notifications.usecases.endpoint import EndpointUseCases, endpoint_use_cases
from services.notifications.usecases.endpoint.register import Wish, endpoint_id_of
from services.notifications.usecases.endpoint.set_access import AccessWish, GrantWish
from shared.kernel.errors import DomainError, ForbiddenError
from tests.notifications.authority import Authority, made
from tests.notifications.clients import BESIDE, CLIENT, KEYS, URL, by
from tests.notifications.conftest import SetClock

AUTHORITY = Authority()
HOUSE = made("kipthoi.example", AUTHORITY.root)
SHOWN = AccessWish(certificate=HOUSE.pem, key=HOUSE.key_pem)
GRANT = GrantWish("https://nhan.haiphong.example/token", "kipthoi", "mot-hai-ba")


@pytest.fixture
def acts(ports: Ports, clock: SetClock) -> EndpointUseCases:
    return endpoint_use_cases(ports.clients, clock)


async def registered(acts: EndpointUseCases, url: str = URL) -> UUID:
    cause = by(CLIENT, "register")
    await acts.register(Wish(url, "THADS-HP"), cause)
    return endpoint_id_of(cause.id)


async def test_what_is_said_last_counts_alone_and_keys_are_kept_sealed(acts: EndpointUseCases) -> None:
    endpoint_id = await registered(acts)
    wish = AccessWish(AUTHORITY.root.pem, HOUSE.pem, HOUSE.key_pem, GRANT)
    await acts.set_access(endpoint_id, wish, by(CLIENT, "set_access"))
    access = (await acts.show.one(endpoint_id, CLIENT)).access
    assert access is not None
    assert access.grant is not None
    assert (access.authorities is not None, access.certificate is not None) == (True, True)
    assert KEYS.open(access.key_sealed) == HOUSE.key_pem
    assert KEYS.open(access.grant.secret_sealed) == "mot-hai-ba"
    assert "PRIVATE KEY" not in repr(access)
    assert "mot-hai-ba" not in repr(access)
    await acts.set_access(endpoint_id, AccessWish(grant=GRANT), by(CLIENT, "set_access"))
    access = (await acts.show.one(endpoint_id, CLIENT)).access
    assert access is not None
    assert (access.authorities, access.certificate, access.key_sealed) == (None, None, "")
    await acts.set_access(endpoint_id, AccessWish(), by(CLIENT, "set_access"))
    assert (await acts.show.one(endpoint_id, CLIENT)).access is None


@pytest.mark.parametrize(
    ("wish", "error", "params"),
    [
        (AccessWish("no PEM"), AccessUnusableError, {"why": "no authority"}),
        (AccessWish(certificate=HOUSE.pem, key="no PEM"), AccessUnusableError, {"why": "no open key"}),
        (AccessWish(grant=GrantWish("http://nhan.example/", "k", "s")), UrlForbiddenError, {"rule": "https only"}),
        (
            AccessWish(grant=GrantWish("https://127.0.0.1/", "k", "s")),
            UrlForbiddenError,
            {"rule": "an address, not a name"},
        ),
    ],
)
async def test_what_would_never_arrive_is_refused(
    acts: EndpointUseCases, wish: AccessWish, error: type[DomainError], params: dict[str, Any]
) -> None:
    endpoint_id = await registered(acts)
    with pytest.raises(error) as caught:
        await acts.set_access(endpoint_id, wish, by(CLIENT, "set_access"))
    assert caught.value.params == params
    assert (await acts.show.one(endpoint_id, CLIENT)).access is None


async def test_certificates_are_of_no_use_without_tls(ports: Ports, clock: SetClock) -> None:
    inside = Opened(CLIENT.ref, "nhan.haiphong.example", network("10.0.0.0/8"), 8080)
    acts = endpoint_use_cases(replace(ports.clients, opened=(inside,)), clock)
    endpoint_id = await registered(acts, "http://nhan.haiphong.example:8080/")
    with pytest.raises(AccessUnusableError):
        await acts.set_access(endpoint_id, SHOWN, by(CLIENT, "set_access"))
    plain, other = GrantWish("http://nhan.haiphong.example:8080/token", "k", "s"), await registered(acts)
    with pytest.raises(AccessUnusableError):
        await acts.set_access(other, replace(SHOWN, grant=plain), by(CLIENT, "set_access"))


async def test_tokens_of_another_host_need_a_proof_and_count(acts: EndpointUseCases, clock: SetClock) -> None:
    endpoint_id = await registered(acts)

    async def state_with(grant: GrantWish | None) -> EndpointState:
        await acts.set_access(endpoint_id, AccessWish(grant=grant), by(CLIENT, "set_access"))
        return (await acts.show.one(endpoint_id, CLIENT)).state

    elsewhere = replace(GRANT, url="https://sso.haiphong.example/token")
    await acts.prove(endpoint_id, by(CLIENT, "prove"))
    assert await state_with(GRANT) is EndpointState.ACTIVE
    assert await state_with(elsewhere) is EndpointState.PENDING
    await acts.prove(endpoint_id, by(CLIENT, "prove"))
    assert await state_with(replace(elsewhere, secret="bốn-năm")) is EndpointState.ACTIVE, "known there"
    for _ in range(MOST_GRANTS_OF_A_CLIENT - 3):
        await state_with(GRANT)
    other = await registered(acts)
    with pytest.raises(TooManyCallsError):
        await acts.set_access(other, AccessWish(grant=GRANT), by(CLIENT, "set_access"))
    assert await state_with(None) is EndpointState.ACTIVE, "what is taken back is never too much"
    clock.move(3_600)
    assert await state_with(GRANT) is EndpointState.ACTIVE


async def test_another_client_says_nothing_about_it(acts: EndpointUseCases) -> None:
    endpoint_id = await registered(acts)
    with pytest.raises(ForbiddenError):
        await acts.set_access(endpoint_id, SHOWN, by(BESIDE, "set_access"))
