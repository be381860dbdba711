"""A call that somebody asked for, counted before it is made and told when it ended."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final
from uuid import UUID

from services.notifications.domain.endpoint import CallKind, Endpoint
from services.notifications.domain.outcome import Ended
from services.notifications.usecases.endpoint.ports import Endpoints
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import StaleError
from shared.kernel.ids import id_from

_TRIES: Final = 3

MakeCall = Callable[[Endpoint, UUID], Awaitable[Ended]]


async def call(
    endpoints: Endpoints, endpoint_id: UUID, kind: CallKind, make: MakeCall, *, clock: Clock, cause: Cause
) -> Ended:
    """Count, call, keep how it ended.

    Two saves, because a call is no part of one: after a death between them the call counts, and its end is not known.
    Raises: as `Endpoints.get`, as `Endpoint.call`.
    """
    at = clock()
    calling = (await endpoints.get(endpoint_id, cause)).call(kind, at)
    await endpoints.save(calling, because_of=cause)
    ended = await make(calling, id_from("webhook-call", cause.id))
    after = replace(cause, id=id_from("webhook-called", cause.id), expected=None)
    for left in reversed(range(_TRIES)):
        try:
            told = (await endpoints.get(endpoint_id, after)).answered(kind, at, ended)
            await endpoints.save(told, because_of=after)
        except StaleError:
            if not left:
                raise
        else:
            break
    return ended
