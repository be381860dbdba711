"""Routes of awards, from their grant on."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from services.reviews.api.bodies import Label, Text
from services.reviews.api.showing import award_view
from services.reviews.api.views import AwardView
from services.reviews.usecases import UseCases
from services.reviews.usecases.award.correct import Corrected
from shared.kernel.actor import Actor
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

Number = Annotated[str, Field(min_length=1, max_length=60)]
"""The public number of a document."""


class PresentBody(Body):
    """On which day it was handed over; today when it is not said."""

    presented_on: date | None = None


class CorrectBody(Body):
    """The words as they should be; what is not said stays. The number is that of the document that corrects."""

    number: Number
    reason: Text
    subject_label: Label | None = None
    citation_vi: Label | None = None


def add_awards(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of awards."""
    acts = use_cases.award

    async def shown(award_id: UUID, actor: Actor) -> AwardView:
        return award_view(await use_cases.queries.award(award_id, actor), use_cases.packs)

    @api.get("/awards/{award_id}", **door("award.read"))
    async def award(award_id: UUID, actor: WithActor) -> AwardView:
        return await shown(award_id, actor)

    @api.post("/awards/{award_id}/present", **door("award.present"))
    async def present(award_id: UUID, body: PresentBody, cause: WithCause) -> AwardView:
        await attempt(lambda: acts.present(award_id, body.presented_on, cause))
        return await shown(award_id, cause.actor)

    @api.post("/awards/{award_id}/correct", **door("award.correct"))
    async def correct(award_id: UUID, body: CorrectBody, cause: WithCause) -> AwardView:
        words = Corrected(body.number, body.reason, body.subject_label, body.citation_vi)
        await attempt(lambda: acts.correct(award_id, words, cause))
        return await shown(award_id, cause.actor)
