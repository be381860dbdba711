"""No act without a name and a reason: both are kept before it, and its outcome after it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from shared.runtime.service import Service
from shared.runtime.store.operations import OPERATIONS, Operation, Operations


class DeclinedError(Exception):
    """The act is not done; the message says why, and what can be done instead."""


class NotHereError(Exception):
    """This service has nothing of that name; the message says what it has."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Who wants something done, and why; a repeat of the request has the same `cause_id`."""

    actor: str
    reason: str
    cause_id: UUID | None = None


@dataclass(slots=True)
class Doing:
    """An act under way: what it leaves in `detail` is kept with its outcome.

    Of a request that came before nothing may be left to do: then it is done.
    """

    is_repeat: bool
    detail: str = ""


def operations_of(service: Service) -> Operations:
    """What operators did to this service."""
    return Operations(service.store.rows(OPERATIONS))


@asynccontextmanager
async def audited(service: Service, verb: str, subject: str, operator: Operator) -> AsyncIterator[Doing]:
    """Keep the wish, let the act run, keep what came of it: done, refused, failed or interrupted.

    Raises: UnavailableError, before anything is done.
    """
    operations, clock = operations_of(service), service.clock
    wish = Operation(clock(), operator.actor, verb, subject, operator.reason, cause_id=operator.cause_id)
    doing = Doing(is_repeat=await operations.has_begun(wish))
    begun = await operations.begin(wish)
    try:
        yield doing
    except DeclinedError as error:
        await operations.end(begun, clock(), "refused", str(error))
        raise
    except asyncio.CancelledError:
        await operations.end(begun, clock(), "interrupted", doing.detail)
        raise
    except Exception as error:
        await operations.end(begun, clock(), "failed", f"{type(error).__name__}: {error}")
        raise
    await operations.end(begun, clock(), "done", doing.detail)
