"""Routes for suggestions."""

from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.nominations.api.deeds import Story
from services.nominations.api.organisation import Code, Limit
from services.nominations.api.showing import suggestion_view
from services.nominations.api.views import SuggestionView
from services.nominations.domain.suggestion import Channel, Outcome, suggestion_id_of
from services.nominations.usecases import UseCases
from services.nominations.usecases.suggestion.suggest import Hint
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

log: structlog.stdlib.BoundLogger = structlog.get_logger("suggestions")

Reason = Annotated[str, Field(max_length=2_000)]


class HintBody(Body):
    """What somebody saw. `contact` is kept sealed and shown to heads only."""

    unit_id: Code
    channel: Channel
    hint_vi: Story
    contact: Annotated[str, Field(min_length=1, max_length=300)] | None = None


class AnswerBody(Body):
    """What came of it: which nomination, or why none."""

    outcome: Outcome
    reason_vi: Reason = ""
    nomination_id: UUID | None = None


class ContactView(BaseModel):
    """How the sender can be reached, if that was said."""

    contact: str | None


def add_suggestions(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of suggestions."""
    views, acts = use_cases.queries.views, use_cases.suggestion

    @api.post("/suggestions", status_code=201, **door("suggestion.suggest"))
    async def suggest(body: HintBody, cause: WithCause) -> SuggestionView:
        hint = Hint(body.unit_id, body.channel, body.hint_vi, body.contact)
        await attempt(lambda: acts.suggest(hint, cause))
        return suggestion_view(await views.suggestion(suggestion_id_of(cause.id), cause.actor))

    @api.post("/suggestions/{suggestion_id}/answer", **door("suggestion.answer"))
    async def answer(suggestion_id: UUID, body: AnswerBody, cause: WithCause) -> SuggestionView:
        told = (body.outcome, body.reason_vi, body.nomination_id)
        await attempt(lambda: acts.answer(suggestion_id, *told, cause))
        return suggestion_view(await views.suggestion(suggestion_id, cause.actor))

    @api.get("/suggestions/{suggestion_id}/contact", **door("suggestion_contact.read"))
    async def contact(suggestion_id: UUID, actor: WithActor) -> ContactView:
        found = ContactView(contact=await use_cases.queries.contact(suggestion_id, actor))
        log.info("contact shown", suggestion_id=str(suggestion_id), reader_ref=actor.ref)
        return found

    @api.get("/suggestions/{suggestion_id}", **door("suggestion.read"))
    async def show(suggestion_id: UUID, actor: WithActor) -> SuggestionView:
        return suggestion_view(await views.suggestion(suggestion_id, actor))

    @api.get("/suggestions", **door("suggestion.read"))
    async def listing(actor: WithActor, state: str | None = None, limit: Limit = 50) -> list[SuggestionView]:
        return [suggestion_view(seen) for seen in await views.suggestions(actor, state=state, limit=limit)]
