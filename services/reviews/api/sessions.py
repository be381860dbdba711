"""Routes of a council's sessions."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter

from services.reviews.api.bodies import (
    BallotBody,
    EmptyBody,
    Limit,
    RecuseBody,
    SessionBody,
    States,
    WrittenBody,
    states_of,
)
from services.reviews.api.session_showing import minutes_view, session_view, tally_views
from services.reviews.api.session_views import MinutesView, SessionView, TallyView
from services.reviews.usecases import SessionUseCases, UseCases
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.ids import id_from
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

Shown = Callable[[UUID, Actor], Awaitable[SessionView]]


def add_sessions(api: APIRouter, use_cases: UseCases, clock: Clock) -> None:
    """Add the routes of sessions."""

    async def shown(session_id: UUID, actor: Actor) -> SessionView:
        return session_view(await use_cases.queries.session(session_id, actor), actor.ref, clock())

    _add_reading(api, use_cases, clock, shown)
    _add_sitting(api, use_cases.session, shown)
    _add_voting(api, use_cases.session, shown)


def _add_reading(api: APIRouter, use_cases: UseCases, clock: Clock, shown: Shown) -> None:
    queries = use_cases.queries

    @api.get("/sessions/{session_id}", **door("session.read"))
    async def session(session_id: UUID, actor: WithActor) -> SessionView:
        return await shown(session_id, actor)

    @api.get("/sessions/{session_id}/tally", **door("tally.read"))
    async def tally(session_id: UUID, actor: WithActor) -> list[TallyView]:
        return tally_views(await queries.counted(session_id, actor))

    @api.get("/sessions/{session_id}/minutes", **door("minutes.read"))
    async def minutes(session_id: UUID, actor: WithActor) -> MinutesView:
        return minutes_view(await queries.minuted(session_id, actor))

    @api.get("/sessions", **door("session.read"))
    async def sessions(actor: WithActor, state: States = "", limit: Limit = 50) -> list[SessionView]:
        found = await queries.sessions(states_of(state), limit, actor)
        return [session_view(seen, actor.ref, clock()) for seen in found]


def _add_sitting(api: APIRouter, sessions: SessionUseCases, shown: Shown) -> None:
    @api.post("/sessions", status_code=201, **door("session.convene"))
    async def convene(body: SessionBody, cause: WithCause) -> SessionView:
        await attempt(lambda: sessions.convene(body.council, body.case_ids, body.closes_at, cause))
        return await shown(id_from("session", cause.id), cause.actor)

    @api.post("/sessions/{session_id}/recuse", **door("session.recuse"))
    async def recuse(session_id: UUID, body: RecuseBody, cause: WithCause) -> SessionView:
        await attempt(lambda: sessions.recuse(session_id, body.case_id, cause))
        return await shown(session_id, cause.actor)

    @api.post("/sessions/{session_id}/adjourn", **door("session.adjourn"))
    async def adjourn(session_id: UUID, _: EmptyBody, cause: WithCause) -> SessionView:
        await attempt(lambda: sessions.adjourn(session_id, cause))
        return await shown(session_id, cause.actor)

    @api.post("/sessions/{session_id}/minute", **door("session.minute"))
    async def minute(session_id: UUID, _: EmptyBody, cause: WithCause) -> SessionView:
        await attempt(lambda: sessions.minute(session_id, cause))
        return await shown(session_id, cause.actor)


def _add_voting(api: APIRouter, sessions: SessionUseCases, shown: Shown) -> None:
    @api.post("/sessions/{session_id}/open-voting", **door("session.open_voting"))
    async def open_voting(session_id: UUID, _: EmptyBody, cause: WithCause) -> SessionView:
        await attempt(lambda: sessions.open_voting(session_id, cause))
        return await shown(session_id, cause.actor)

    @api.post("/sessions/{session_id}/cast", **door("session.cast", quiet=True))
    async def cast(session_id: UUID, body: BallotBody, cause: WithCause) -> SessionView:
        await attempt(lambda: sessions.cast(session_id, body.case_id, body.choice, cause))
        return await shown(session_id, cause.actor)

    @api.post("/sessions/{session_id}/cast-written", **door("session.cast_written", quiet=True))
    async def cast_written(session_id: UUID, body: WrittenBody, cause: WithCause) -> SessionView:
        await attempt(lambda: sessions.cast_written(session_id, body.case_id, body.member, body.choice, cause))
        return await shown(session_id, cause.actor)

    @api.post("/sessions/{session_id}/close-voting", **door("session.close_voting"))
    async def close_voting(session_id: UUID, _: EmptyBody, cause: WithCause) -> SessionView:
        await attempt(lambda: sessions.close_voting(session_id, cause))
        return await shown(session_id, cause.actor)
