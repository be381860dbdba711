"""Routes for operators: what was set aside, tried again or left out. Each act is audited as the command's is."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, FastAPI, Query
from pydantic import BaseModel, Field

from shared.kernel.cause import Cause
from shared.runtime.bus.ports import ParkedNote
from shared.runtime.operating import parked
from shared.runtime.operating.audit import DeclinedError, Operator
from shared.runtime.operating.parked import SetAside
from shared.runtime.service import Service
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithCause, door, doors
from shared.runtime.web.problems import ProblemError, technical

SHOWN = 100
"""So many records are shown to who does not say how many."""
Limit = Annotated[int, Query(ge=1, le=500, description="at most so many records")]
Reason = Annotated[str, Field(min_length=3, max_length=300)]


class RetryBody(Body):
    """Everything of this key is to be tried again, in order."""

    key: Annotated[str, Field(min_length=1, max_length=500)]
    reason: Reason


class DiscardBody(Body):
    """One record is to be left out; its bytes stay."""

    reason: Reason


class ParkedView(BaseModel):
    """A record that was set aside, without its content, which may name people. `at` is topic/partition/offset."""

    id: UUID
    group: str
    key: str
    at: str
    state: str
    reason: str
    error: str
    tries: int
    parked_at: datetime
    waits_for_operator: bool


class SetAsideView(BaseModel):
    """The first records that are set aside, those that wait for an operator before others; `more` are not shown."""

    records: list[ParkedView]
    total: int
    more: int


def with_operators(service: Service) -> Service:
    """The service with routes for its operators. Raises: TypeError for one whose application takes no routers."""
    if not isinstance(service.app, FastAPI):
        raise TypeError(f"{service.name} takes no routers")
    service.app.include_router(operating_doors(service))
    return service


def operating_doors(service: Service) -> APIRouter:
    """Routes to look at what is set aside, to try it again and to leave it out."""
    api = doors()

    @api.get("/operations/parked", **door("parked.read"))
    async def parked_records(limit: Limit = SHOWN) -> SetAsideView:
        return set_aside_view(await parked.set_aside(service, limit))

    @api.post("/operations/parked/retry", **door("parked.change"))
    async def retry(body: RetryBody, cause: WithCause) -> list[ParkedView]:
        try:
            taken = await parked.retry(service, body.key, _operator(cause, body.reason))
        except DeclinedError as error:
            raise ProblemError(technical("operation_declined")) from error
        return [parked_view(record) for record in taken]

    @api.post("/operations/parked/{record_id}/discard", **door("parked.change"))
    async def discard(record_id: UUID, body: DiscardBody, cause: WithCause) -> ParkedView:
        try:
            return parked_view(await parked.discard(service, record_id, _operator(cause, body.reason)))
        except DeclinedError as error:
            raise ProblemError(technical("operation_declined")) from error

    return api


def _operator(cause: Cause, reason: str) -> Operator:
    return Operator(cause.actor.ref, reason, cause.id)


def set_aside_view(found: SetAside) -> SetAsideView:
    """What is set aside, as operators see it."""
    return SetAsideView(records=[parked_view(record) for record in found.records], total=found.total, more=found.more)


def parked_view(record: ParkedNote) -> ParkedView:
    """A record as operators see it."""
    return ParkedView(
        id=record.id,
        group=record.group,
        key=parked.key_of(record),
        at=f"{record.topic}/{record.partition}/{record.offset}",
        state=record.state.value,
        reason=record.reason,
        error=record.error,
        tries=record.tries,
        parked_at=record.parked_at,
        waits_for_operator=parked.waits_for_operator(record),
    )
