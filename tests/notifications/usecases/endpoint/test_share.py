"""What a client cannot do by registering, disabling and opening again; and one that was shut out."""

from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest

from services.notifications.domain.client import Client, ClientShutOutError, Scope
from services.notifications.domain.endpoint import ChallengeFailedError, TooManyCallsError
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.share import MOST_A_DAY, MOST_PROOFS_OF_A_CLIENT, TooManyRegistrationsError
from services.notifications.usecases import Ports
from services.notifications.usecases.endpoint import EndpointUseCases, endpoint_use_cases
from services.notifications.usecases.endpoint.register import Wish, endpoint_id_of
from tests.notifications.clients import CLIENT, URL, Agreed, Receivers, by
from tests.notifications.conftest import SetClock

DAY = 86_400.0
STANDS = Client(UUID(int=1), CLIENT.ref, "Một cửa", (), frozenset(Scope), frozenset({"THADS-HP"}))


@pytest.fixture
def acts(memory: Ports, clock: SetClock) -> EndpointUseCases:
    return endpoint_use_cases(memory.clients, clock)


@pytest.fixture
def receivers(memory: Ports) -> Receivers:
    return cast(Receivers, memory.clients.calls)


async def registered(acts: EndpointUseCases) -> UUID:
    cause = by(CLIENT, "register")
    await acts.register(Wish(URL, "THADS-HP"), cause)
    return endpoint_id_of(cause.id)


async def test_nobody_is_called_without_end_by_registering_over_and_over(
    acts: EndpointUseCases, receivers: Receivers, clock: SetClock
) -> None:
    receivers.answer, refused = Ended(Outcome.PERMANENT, 404), 0
    for _ in range(MOST_A_DAY):
        endpoint_id = await registered(acts)
        for _ in range(3):
            try:
                await acts.prove(endpoint_id, by(CLIENT, "prove"))
            except TooManyCallsError:
                refused += 1
            except ChallengeFailedError:
                continue
        await acts.disable(endpoint_id, by(CLIENT, "disable"))
    assert (len(receivers.called), refused) == (MOST_PROOFS_OF_A_CLIENT, 3 * MOST_A_DAY - MOST_PROOFS_OF_A_CLIENT)
    with pytest.raises(TooManyRegistrationsError):
        await registered(acts)
    clock.move(DAY)
    await registered(acts)


@pytest.mark.parametrize("changes", [{"is_active": False}, {"scopes": frozenset({Scope.AWARDS_READ})}])
async def test_a_client_that_was_shut_out_is_neither_asked_nor_tried(
    memory: Ports, acts: EndpointUseCases, receivers: Receivers, changes: dict[str, Any]
) -> None:
    agreed = cast(Agreed, memory.clients.client_of)
    proven, waiting = await registered(acts), await registered(acts)
    await acts.prove(proven, by(CLIENT, "prove"))
    agreed.clients[CLIENT.ref] = replace(STANDS, **changes)
    with pytest.raises(ClientShutOutError):
        await acts.try_out(proven, by(CLIENT, "test"))
    with pytest.raises(ClientShutOutError):
        await acts.prove(waiting, by(CLIENT, "prove"))
    assert len(receivers.called) == 1
    agreed.clients[CLIENT.ref] = STANDS
    await acts.try_out(proven, by(CLIENT, "test"))
    await acts.prove(waiting, by(CLIENT, "prove"))
