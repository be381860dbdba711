"""Routes of cases."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter

from services.reviews.api.bodies import (
    AppraiseBody,
    EmptyBody,
    HoldBody,
    Limit,
    PackBody,
    ReturnBody,
    SendBackBody,
    States,
    states_of,
)
from services.reviews.api.showing import case_view
from services.reviews.api.views import CaseView
from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import Lack
from services.reviews.usecases import UseCases
from services.reviews.usecases.case import CaseUseCases
from services.reviews.usecases.ports import Seen
from shared.kernel.actor import Actor
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

Show = Callable[[Seen[Case], Actor], CaseView]
Done = Callable[[UUID, Cause, Callable[[], Awaitable[None]]], Awaitable[CaseView]]
"""Does something with a case and shows what it made of it."""


def add_cases(api: APIRouter, use_cases: UseCases, clock: Clock) -> None:
    """Add the routes of cases."""

    def show(seen: Seen[Case], reader: Actor) -> CaseView:
        return case_view(seen, use_cases.packs, reader, local_day(clock()))

    async def done(case_id: UUID, cause: Cause, act: Callable[[], Awaitable[None]]) -> CaseView:
        await attempt(act)
        return show(await use_cases.queries.case(case_id, cause.actor), cause.actor)

    _add_reading(api, use_cases, show)
    _add_reviewing(api, use_cases.case, done)
    _add_stopping(api, use_cases.case, done)


def _add_reading(api: APIRouter, use_cases: UseCases, show: Show) -> None:
    queries = use_cases.queries

    @api.get("/cases/{case_id}", **door("case.read"))
    async def case(case_id: UUID, actor: WithActor) -> CaseView:
        return show(await queries.case(case_id, actor), actor)

    @api.get("/cases", **door("case.read"))
    async def cases(actor: WithActor, state: States = "", limit: Limit = 50) -> list[CaseView]:
        return [show(seen, actor) for seen in await queries.cases(states_of(state), limit, actor)]


def _add_reviewing(api: APIRouter, acts: CaseUseCases, done: Done) -> None:
    @api.post("/cases/{case_id}/appraise", **door("case.appraise"))
    async def appraise(case_id: UUID, body: AppraiseBody, cause: WithCause) -> CaseView:
        return await done(case_id, cause, lambda: acts.appraise(case_id, body.verdict, body.findings, cause))

    @api.post("/cases/{case_id}/choose-pack", **door("case.choose_pack"))
    async def choose_pack(case_id: UUID, body: PackBody, cause: WithCause) -> CaseView:
        return await done(case_id, cause, lambda: acts.choose_pack(case_id, body.version, body.reason, cause))

    @api.post("/cases/{case_id}/return", **door("case.return_for_completion"))
    async def return_for_completion(case_id: UUID, body: ReturnBody, cause: WithCause) -> CaseView:
        lacks = tuple(Lack(one.code, one.missing) for one in body.reasons)
        return await done(case_id, cause, lambda: acts.return_for_completion(case_id, lacks, cause))

    @api.post("/cases/{case_id}/escalate", **door("case.escalate"))
    async def escalate(case_id: UUID, _: EmptyBody, cause: WithCause) -> CaseView:
        return await done(case_id, cause, lambda: acts.escalate(case_id, cause))

    @api.post("/cases/{case_id}/take-over", **door("case.take_over"))
    async def take_over(case_id: UUID, _: EmptyBody, cause: WithCause) -> CaseView:
        return await done(case_id, cause, lambda: acts.take_over(case_id, cause))


def _add_stopping(api: APIRouter, acts: CaseUseCases, done: Done) -> None:
    @api.post("/cases/{case_id}/hold", **door("case.hold"))
    async def hold(case_id: UUID, body: HoldBody, cause: WithCause) -> CaseView:
        return await done(case_id, cause, lambda: acts.hold(case_id, body.ground, cause))

    @api.post("/cases/{case_id}/refuse", **door("case.refuse"))
    async def refuse(case_id: UUID, body: SendBackBody, cause: WithCause) -> CaseView:
        return await done(case_id, cause, lambda: acts.refuse(case_id, body.reason, cause))

    @api.post("/cases/{case_id}/withdraw", **door("case.withdraw"))
    async def withdraw(case_id: UUID, body: SendBackBody, cause: WithCause) -> CaseView:
        return await done(case_id, cause, lambda: acts.withdraw(case_id, body.reason, cause))

    @api.post("/cases/{case_id}/release", **door("case.release"))
    async def release(case_id: UUID, _: EmptyBody, cause: WithCause) -> CaseView:
        return await done(case_id, cause, lambda: acts.release(case_id, cause))
