"""A call that somebody asked for, counted before it is made and told when it ended."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final
from uuid import UUID

from services.notifications.domain.client import ClientShutOutError
from services.notifications.domain.endpoint import CallKind, Endpoint
from services.notifications.domain.outcome import Ended
from services.notifications.domain.share import COUNTED, require_proofs_left
from services.notifications.usecases.endpoint.ports import EndpointPorts, Endpoints
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import AlreadyHandledError, StaleError
from shared.kernel.ids import id_from

_TRIES: Final = 3

MakeCall = Callable[[Endpoint, UUID], Awaitable[Ended]]


async def call(
    ports: EndpointPorts, endpoint_id: UUID, kind: CallKind, make: MakeCall, *, clock: Clock, cause: Cause
) -> Ended:
    """Count, call, keep how it ended. The same again calls nobody: how the first ended is told as long as it is kept.

    Two saves, because a call is no part of one: after a death between them the call counts, and its end is not known.
    Raises: ClientShutOutError, TooManyCallsError; as `Endpoints.get`, as `Endpoint.call`.
    """
    endpoints, call_id = ports.endpoints, id_from("webhook-call", cause.id)
    try:
        found = await endpoints.get(endpoint_id, cause)
    except AlreadyHandledError:
        return await _told(endpoints, endpoint_id, call_id)
    await _require_allowed(ports, found, kind, clock)
    calling = found.call(kind, call_id, clock())
    await endpoints.save(calling, because_of=cause)
    ended = await make(calling, call_id)
    after = replace(cause, id=id_from("webhook-called", cause.id), body_hash=None, expected=None)
    for left in reversed(range(_TRIES)):
        try:
            told = (await endpoints.get(endpoint_id, after)).answered(call_id, ended)
            await endpoints.save(told, because_of=after)
        except StaleError:
            if not left:
                raise
        else:
            break
    return ended


async def _require_allowed(ports: EndpointPorts, endpoint: Endpoint, kind: CallKind, clock: Clock) -> None:
    client = await ports.client_of(endpoint.client_ref)
    if client is not None and not client.may_hear:
        raise ClientShutOutError
    if kind is CallKind.PROOF:
        now = clock()
        require_proofs_left(await ports.endpoints.counted_of(endpoint.client_ref, now - COUNTED), now)


async def _told(endpoints: Endpoints, endpoint_id: UUID, call_id: UUID) -> Ended:
    found = await endpoints.find(endpoint_id)
    for call in () if found is None else found.calls:
        if call.id == call_id and call.outcome is not None:
            return Ended(call.outcome, call.status, call.ms, call.reason)
    raise AlreadyHandledError
