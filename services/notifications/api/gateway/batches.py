"""Batches of nominations and figures, and what came of them."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.notifications.api.gateway.doors import NDJSON, WithClient, client_door
from services.notifications.api.gateway.items import (
    ItemView,
    NominationItem,
    ResultItem,
    inlined,
    read_items,
    shown,
)
from services.notifications.domain.client import Client
from services.notifications.domain.item import Batch, ItemKind
from services.notifications.usecases.intake.build import IntakeUseCases
from services.notifications.usecases.intake.ports import OwnerRefusedError
from shared.runtime.web.bodies import normal
from shared.runtime.web.doors import idempotency_key
from shared.runtime.web.edge import MIB
from shared.runtime.web.problems import FieldError, ProblemError, technical

MOST: Final = 1_000
MOST_AS_JOB: Final = 50_000
JSON_LARGEST: Final = 5 * MIB
NDJSON_LARGEST: Final = 64 * MIB
Trial = Annotated[bool, Query()]
Place = Annotated[int, Query(ge=0, le=MOST_AS_JOB)]
PageSize = Annotated[int, Query(ge=1, le=1_000)]


class BatchView(BaseModel):
    """A batch as it stands; `items` are there when all of it was done while its client waited."""

    id: UUID
    state: str
    dry_run: bool
    count: int
    done: int
    created_at: datetime
    finished_at: datetime | None
    items: list[ItemView] | None = None


class ResultPageView(BaseModel):
    """Answered places in order; `next` is the cursor to go on from, `has_more` until all of the batch was given."""

    items: list[ItemView]
    next: int
    has_more: bool
    state: str


class SentView(BaseModel):
    """What a client's name for a nomination led to; `state` is the file's."""

    external_id: str
    id: UUID
    number: str
    state: str


def add_batches(api: APIRouter, intake: IntakeUseCases) -> None:
    """Sending, and asking what came of it."""
    _add_sending(api, intake)
    _add_asking(api, intake)


def _add_sending(api: APIRouter, intake: IntakeUseCases) -> None:
    @api.post("/nominations:batch", response_model=BatchView, **_batch_door("client_nomination.send", NominationItem))
    async def nominations(request: Request, client: WithClient, dry_run: Trial = False) -> Response:
        """Up to 1,000 nominations as `{items}`, or 50,000 as lines (NDJSON); each becomes a draft of its unit.

        Answered at once, or after ten seconds with 202 and a job that goes on. `dry_run`: nothing is changed.
        """
        sent = _sent(request)
        items = await asyncio.to_thread(read_items, NominationItem, sent.things)
        batch = await intake.send(
            client,
            sent.key,
            sent.body_hash,
            ItemKind.NOMINATION,
            items,
            is_trial=dry_run,
            is_waited_for=not sent.is_job,
        )
        return await _answer(intake, batch)

    @api.post("/results", response_model=BatchView, **_batch_door("client_result.send", ResultItem))
    async def results(request: Request, client: WithClient, dry_run: Trial = False) -> Response:
        """Up to 1,000 figures as `{items}`, or 50,000 as lines; the owner publishes each."""
        sent = _sent(request)
        items = await asyncio.to_thread(read_items, ResultItem, sent.things)
        batch = await intake.send(
            client,
            sent.key,
            sent.body_hash,
            ItemKind.RESULT,
            items,
            is_trial=dry_run,
            is_waited_for=not sent.is_job,
        )
        return await _answer(intake, batch)


def _add_asking(api: APIRouter, intake: IntakeUseCases) -> None:
    @api.get("/jobs/{job_id}", **client_door("client_job.read"))
    async def job(job_id: UUID, client: WithClient) -> BatchView:
        """How far a batch is."""
        return _view(await _found(intake, client, job_id))

    @api.get("/jobs/{job_id}/result", **client_door("client_job.read"))
    async def result(job_id: UUID, client: WithClient, cursor: Place = 0, limit: PageSize = 500) -> ResultPageView:
        """What came of its items, as far as they are answered."""
        batch = await _found(intake, client, job_id)
        items = await _items(intake, batch, cursor, limit)
        last = items[-1].index + 1 if items else cursor
        return ResultPageView(items=items, next=last, has_more=last < batch.count, state=_state(batch))

    @api.get("/nominations/{external_id:path}", **client_door("client_nomination.send"))
    async def nomination(external_id: str, client: WithClient) -> SentView:
        """What a name led to, and how the file stands."""
        name = str(normal(external_id)).strip()
        try:
            found = await intake.show.nomination(client, name)
        except OwnerRefusedError:
            found = None
        if found is None:
            raise ProblemError(technical("not_found"))
        known, file = found
        return SentView(external_id=name, id=file["id"], number=known.number, state=file["state"])


def _batch_door(action: str, item: type[NominationItem | ResultItem]) -> dict[str, Any]:
    """The policy of a route that takes batches, and what may be sent there."""
    one = inlined(item)
    batch = {
        "type": "object",
        "additionalProperties": False,
        "required": ["items"],
        "properties": {"items": {"type": "array", "minItems": 1, "maxItems": MOST, "items": one}},
    }
    content = {"application/json": {"schema": batch}, NDJSON: {"schema": one}}
    made = client_door(action, media={"application/json": JSON_LARGEST, NDJSON: NDJSON_LARGEST})
    made["openapi_extra"]["requestBody"] = {"required": True, "content": content}
    return {**made, "responses": {202: {"model": BatchView, "description": "It goes on as a job"}}}


class _Sent:
    """What stands in a request: its things, its key and hash, and whether its client waits for them."""

    def __init__(self, request: Request, things: Sequence[Any], *, is_job: bool) -> None:
        self.things, self.is_job = things, is_job
        self.key, self.body_hash = idempotency_key(request), str(request.state.body_hash)


def _sent(request: Request) -> _Sent:
    values: list[Any] = request.state.values
    if request.state.is_lines:
        _require_some(values, MOST_AS_JOB)
        return _Sent(request, values, is_job=True)
    (value,) = values
    things = value.get("items") if isinstance(value, Mapping) and set(value) == {"items"} else None
    if not isinstance(things, list):
        raise ProblemError(technical("body_invalid", errors=[_NO_ITEMS]))
    _require_some(things, MOST)
    return _Sent(request, things, is_job=False)


_NO_ITEMS: Final[FieldError] = {
    "path": "items",
    "code": "missing",
    "message_vi": "Nội dung phải là một đối tượng chỉ có items, là danh sách.",
    "message_en": "The body is an object with items, a list, and nothing else.",
}


def _require_some(things: Sequence[Any], most: int) -> None:
    if len(things) > most:
        raise ProblemError(technical("too_many_items", most=most))
    if not things:
        raise ProblemError(technical("body_invalid", errors=[_NO_ITEMS]))


async def _answer(intake: IntakeUseCases, batch: Batch) -> Response:
    if batch.finished_at is None:
        told = _view(batch).model_dump(mode="json")
        return JSONResponse(told, 202)
    view = _view(batch).model_copy(update={"items": await _items(intake, batch, 0, MOST)})
    return JSONResponse(view.model_dump(mode="json"), 200)


async def _found(intake: IntakeUseCases, client: Client, job_id: UUID) -> Batch:
    batch = await intake.show.batch(client, job_id)
    if batch is None:
        raise ProblemError(technical("not_found"))
    return batch


async def _items(intake: IntakeUseCases, batch: Batch, since: int, limit: int) -> list[ItemView]:
    lines = await intake.show.lines(batch, since, limit)
    return [view for view in map(shown, lines) if view is not None]


def _view(batch: Batch) -> BatchView:
    return BatchView(
        id=batch.id,
        state=_state(batch),
        dry_run=batch.is_trial,
        count=batch.count,
        done=batch.done,
        created_at=batch.created_at,
        finished_at=batch.finished_at,
    )


def _state(batch: Batch) -> str:
    return "running" if batch.finished_at is None else "finished"
