import asyncio
from collections.abc import Awaitable, Callable
from typing import cast
from uuid import UUID, uuid4

import pytest

from services.notifications.domain.announced import UnknownKindError
from services.notifications.domain.endpoint import (
    ChallengeFailedError,
    EndpointNotActiveError,
    EndpointNotPendingError,
    EndpointState,
    KeyKind,
    KeyWaitsError,
    TooManyCallsError,
    TooManyFiltersError,
    UnknownUnitError,
    UrlForbiddenError,
)
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.share import TooManyEndpointsError
from services.notifications.usecases import Ports
from services.notifications.usecases.endpoint import EndpointUseCases, endpoint_use_cases
from services.notifications.usecases.endpoint.register import Wish, endpoint_id_of
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.cause import Cause, job_cause
from shared.kernel.errors import DomainError, ForbiddenError
from shared.runtime.web.doors import attempt
from tests.notifications.clients import BESIDE, CLIENT, OTHER, URL, MemoryEndpoints, Receivers, by
from tests.notifications.conftest import SetClock

OFFICER = (Grant(Role.EMULATION_OFFICER, "THADS-HP"),)
DAY = 86_400.0
HOUR = 3_600.0


@pytest.fixture
def acts(ports: Ports, clock: SetClock) -> EndpointUseCases:
    return endpoint_use_cases(ports.clients, clock)


@pytest.fixture
def receivers(ports: Ports) -> Receivers:
    return cast(Receivers, ports.clients.calls)


async def registered(acts: EndpointUseCases, **wish: object) -> UUID:
    cause = by(CLIENT, "register")
    await acts.register(Wish(**{"url": URL, "unit": "THADS-HP", **wish}), cause)  # type: ignore[arg-type]
    return endpoint_id_of(cause.id)


async def active(acts: EndpointUseCases, **wish: object) -> UUID:
    endpoint_id = await registered(acts, **wish)
    await acts.prove(endpoint_id, by(CLIENT, "prove"))
    return endpoint_id


async def test_a_client_names_where_its_system_listens(acts: EndpointUseCases) -> None:
    endpoint = await acts.show.one(await registered(acts), CLIENT)
    assert (endpoint.state, endpoint.slot, endpoint.client_ref) == (EndpointState.PENDING, 1, CLIENT.ref)
    assert "award.revoked" in endpoint.kinds
    assert not endpoint.hears("award.revoked", ("THADS-HP",)), "nothing goes out before the proof"
    assert endpoint.keys[0].public.startswith("whpk_")
    assert "whsk_" not in endpoint.keys[0].sealed


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"url": "http://nhan.haiphong.example/"}, UrlForbiddenError),
        ({"url": "https://127.0.0.1/"}, UrlForbiddenError),
        ({"url": "https://nhan.haiphong.example:22/"}, UrlForbiddenError),
        ({"unit": "THADS-XX"}, UnknownUnitError),
        ({"unit": "STP-HP"}, ForbiddenError),
        ({"units": ("STP-HP",)}, ForbiddenError),
        ({"kinds": ("nomination.submitted",)}, UnknownKindError),
        ({"kinds": ("award.published",) * 30, "units": ("THADS-HP",) * 21}, TooManyFiltersError),
    ],
)
async def test_a_wish_that_cannot_be_is_told_so(
    acts: EndpointUseCases, wish: dict[str, object], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        await registered(acts, **wish)
    assert await acts.show.all(CLIENT, 50) == []


async def test_a_client_has_twenty_even_when_it_registers_them_at_once(acts: EndpointUseCases) -> None:
    for _ in range(19):
        await registered(acts)
    causes = [by(CLIENT, "register") for _ in range(2)]
    wish = Wish(URL, "THADS-HP")
    ended = await asyncio.gather(
        *(attempt(lambda cause=cause: acts.register(wish, cause)) for cause in causes),  # type: ignore[misc]
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in ended) == ["NoneType", "TooManyEndpointsError"]
    ours = await acts.show.all(CLIENT, 50)
    assert sorted(one.slot or 0 for one in ours) == list(range(1, 21))
    await acts.disable(ours[0].id, by(CLIENT, "disable"))
    await registered(acts)
    with pytest.raises(TooManyEndpointsError):
        await acts.reopen(ours[0].id, by(CLIENT, "reopen"))


async def test_a_proof_opens_it_and_is_asked_for_once(acts: EndpointUseCases, receivers: Receivers) -> None:
    endpoint_id, cause = await registered(acts), by(CLIENT, "prove")
    await acts.prove(endpoint_id, cause)
    assert (await acts.show.one(endpoint_id, CLIENT)).state is EndpointState.ACTIVE
    await acts.prove(endpoint_id, cause)
    with pytest.raises(EndpointNotPendingError):
        await acts.prove(endpoint_id, by(CLIENT, "prove"))
    assert len(receivers.called) == 1


async def test_a_wrong_answer_may_be_mended_but_not_guessed(
    acts: EndpointUseCases, receivers: Receivers, clock: SetClock
) -> None:
    endpoint_id = await registered(acts)
    receivers.answer = Ended(Outcome.PERMANENT, 200, 3, "challenge not echoed")
    for _ in range(3):
        cause = by(CLIENT, "prove")
        for _ in ("asked", "asked again, with the same key"):
            with pytest.raises(ChallengeFailedError):
                await acts.prove(endpoint_id, cause)
        clock.move(60)
    assert len(receivers.called) == 3
    with pytest.raises(TooManyCallsError):
        await acts.prove(endpoint_id, by(CLIENT, "prove"))
    endpoint = await acts.show.one(endpoint_id, CLIENT)
    assert endpoint.state is EndpointState.PENDING
    assert {call.reason for call in endpoint.calls} == {"challenge not echoed"}
    clock.move(HOUR)
    receivers.answer = Ended(Outcome.OK, 200)
    await acts.prove(endpoint_id, by(CLIENT, "prove"))
    assert (await acts.show.one(endpoint_id, CLIENT)).state is EndpointState.ACTIVE


async def test_a_test_tells_how_it_ended(acts: EndpointUseCases, receivers: Receivers) -> None:
    endpoint_id = await registered(acts)
    with pytest.raises(EndpointNotActiveError):
        await acts.try_out(endpoint_id, by(CLIENT, "test"))
    await acts.prove(endpoint_id, by(CLIENT, "prove"))
    receivers.answer = Ended(Outcome.RETRY, 500, 7, "answered 500")
    await acts.try_out(endpoint_id, by(CLIENT, "test"))
    call = (await acts.show.one(endpoint_id, CLIENT)).calls[-1]
    assert (call.outcome, call.status, call.reason) == (Outcome.RETRY, 500, "answered 500")


async def test_a_next_key_is_known_a_day_before_it_signs_and_both_sign_for_a_week(
    acts: EndpointUseCases, clock: SetClock
) -> None:
    endpoint_id = await active(acts)
    [old] = await acts.show.published(CLIENT.ref)
    await acts.rotate_key(endpoint_id, by(CLIENT, "rotate_key"))
    with pytest.raises(KeyWaitsError):
        await acts.rotate_key(endpoint_id, by(CLIENT, "rotate_key"))
    before, after = await acts.show.published(CLIENT.ref)
    assert before.kid == old.kid
    signing = {}
    for day in (0.99, 1.0, 7.99, 8.0):
        start = clock.now
        clock.move(day * DAY)
        signing[day] = [key.kid for key in (await acts.show.one(endpoint_id, CLIENT)).signing(clock())]
        clock.now = start
    assert signing == {0.99: [old.kid], 1.0: [old.kid, after.kid], 7.99: [old.kid, after.kid], 8.0: [after.kid]}
    clock.move(8 * DAY)
    assert [key.kid for key in await acts.show.published(CLIENT.ref)] == [after.kid]


async def test_revoked_keys_are_gone_at_once(acts: EndpointUseCases) -> None:
    endpoint_id = await active(acts)
    await acts.rotate_key(endpoint_id, by(CLIENT, "rotate_key"))
    known = {key.kid for key in await acts.show.published(CLIENT.ref)}
    await acts.revoke_keys(endpoint_id, by(CLIENT, "revoke_keys"))
    [fresh] = await acts.show.published(CLIENT.ref)
    assert fresh.kid not in known


async def test_a_shared_secret_is_shown_to_its_client_only(acts: EndpointUseCases) -> None:
    endpoint_id = await active(acts, signs_with=KeyKind.HMAC)
    [(_, secret)] = await acts.show.secrets(endpoint_id, CLIENT)
    assert secret.startswith("whsec_")
    assert await acts.show.published(CLIENT.ref) == []
    with pytest.raises(ForbiddenError):
        await acts.show.secrets(endpoint_id, OTHER)


async def test_a_disabled_one_has_to_prove_itself_anew(acts: EndpointUseCases) -> None:
    endpoint_id = await active(acts)
    await acts.disable(endpoint_id, by(CLIENT, "disable"))
    assert (await acts.show.one(endpoint_id, CLIENT)).reason == "by_hand"
    assert await acts.show.published(CLIENT.ref) == []
    await acts.reopen(endpoint_id, by(CLIENT, "reopen"))
    assert (await acts.show.one(endpoint_id, CLIENT)).state is EndpointState.PENDING


async def test_what_is_not_in_the_own_scope_does_not_exist(acts: EndpointUseCases) -> None:
    endpoint_id = await active(acts)
    for wanted in (endpoint_id, uuid4()):
        with pytest.raises(ForbiddenError):
            await acts.show.one(wanted, OTHER)
        with pytest.raises(ForbiddenError):
            await acts.disable(wanted, by(OTHER, "disable"))
    assert await acts.show.all(OTHER, 50) == []


async def test_another_client_at_the_same_unit_sees_and_does_nothing(acts: EndpointUseCases) -> None:
    endpoint_id = await active(acts, signs_with=KeyKind.HMAC)
    before = await acts.show.one(endpoint_id, CLIENT)
    doing: dict[str, Callable[[UUID, Cause], Awaitable[None]]] = {
        "prove": acts.prove,
        "test": acts.try_out,
        "disable": acts.disable,
        "reopen": acts.reopen,
        "rotate_key": acts.rotate_key,
        "revoke_keys": acts.revoke_keys,
    }
    for name, do in doing.items():
        with pytest.raises(ForbiddenError):
            await do(endpoint_id, by(BESIDE, name))
    for ask in (acts.show.one, acts.show.secrets):
        with pytest.raises(ForbiddenError):
            await ask(endpoint_id, BESIDE)
    assert await acts.show.all(BESIDE, 50) == []
    assert await acts.show.one(endpoint_id, CLIENT) == before


async def test_an_officer_sees_what_is_connected_at_the_unit_but_no_secret(acts: EndpointUseCases) -> None:
    endpoint_id, officer = await active(acts, signs_with=KeyKind.HMAC), Actor("TD-02", OFFICER)
    assert [one.id for one in await acts.show.all(officer, 50)] == [endpoint_id]
    with pytest.raises(ForbiddenError):
        await acts.show.secrets(endpoint_id, officer)


async def test_a_client_is_warned_on_days_1_3_and_5_and_then_left(
    acts: EndpointUseCases, ports: Ports, clock: SetClock
) -> None:
    endpoint_id = await active(acts)
    told = []
    for n in range(24):
        clock.move(DAY / 4 if n else 0)
        before = (await acts.show.one(endpoint_id, CLIENT)).warned
        await acts.heed(endpoint_id, Outcome.RETRY, job_cause("notifications", "heed", n))
        endpoint = await acts.show.one(endpoint_id, CLIENT)
        if endpoint.warned > before:
            told.append(n / 4)
    assert told == [1.0, 3.0, 5.0]
    assert (endpoint.state, endpoint.reason, endpoint.slot) == (EndpointState.DISABLED, "failing", None)
    if isinstance(ports.clients.endpoints, MemoryEndpoints):
        kinds = [event.type for event in ports.clients.endpoints.emitted]
        assert kinds == ["endpoint.warning", "endpoint.warning", "endpoint.disabled"]


async def test_one_success_forgets_all_failures(acts: EndpointUseCases, clock: SetClock) -> None:
    endpoint_id = await active(acts)
    for n in range(20):
        clock.move(DAY)
        await acts.heed(endpoint_id, Outcome.OK if n % 3 == 2 else Outcome.RETRY, job_cause("notifications", "heed", n))
    endpoint = await acts.show.one(endpoint_id, CLIENT)
    assert (endpoint.state, endpoint.failures) == (EndpointState.ACTIVE, 2)
    version = endpoint.version
    for n in (2, 17):
        await acts.heed(endpoint_id, Outcome.OK, job_cause("notifications", "heed", n))
    assert (await acts.show.one(endpoint_id, CLIENT)).version == version, "a repeat changes nothing"


async def test_who_says_gone_is_believed_at_once(acts: EndpointUseCases) -> None:
    endpoint_id = await active(acts)
    await acts.heed(endpoint_id, Outcome.GONE, job_cause("notifications", "heed", 1))
    endpoint = await acts.show.one(endpoint_id, CLIENT)
    assert (endpoint.state, endpoint.reason) == (EndpointState.DISABLED, "gone")


async def test_who_asks_for_patience_is_sent_to_and_is_well_again_with_its_first_success(
    acts: EndpointUseCases,
) -> None:
    endpoint_id, seen = await active(acts), []
    for n, outcome in enumerate((Outcome.THROTTLE, Outcome.RETRY, Outcome.OK, Outcome.RETRY)):
        await acts.heed(endpoint_id, outcome, job_cause("notifications", "heed", n))
        endpoint = await acts.show.one(endpoint_id, CLIENT)
        seen.append(endpoint.state.value)
        assert endpoint.hears("award.revoked", ("THADS-HP",))
    assert seen == ["throttled", "throttled", "active", "active"]
