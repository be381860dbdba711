"""Routes of awards, from their grant on."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from services.reviews.api.bodies import Code, EmptyBody, Label, Number, Text
from services.reviews.api.decision_showing import award_view
from services.reviews.api.decision_views import AwardView
from services.reviews.domain.award_parts import Ceremony
from services.reviews.usecases import UseCases
from services.reviews.usecases.award.correct import Corrected
from shared.kernel.actor import Actor
from shared.kernel.revocation import RevocationGround
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door


class CeremonyBody(Body):
    """On which day it will be handed over, and the code of the unit at which."""

    held_on: date
    place_id: Code


class PresentBody(Body):
    """On which day it was handed over; today when it is not said."""

    presented_on: date | None = None


class CorrectBody(Body):
    """The words as they should be; what is not said stays. The number is that of the document that corrects."""

    number: Number
    reason: Text
    subject_label: Label | None = None
    citation_vi: Label | None = None


class PayBody(Body):
    """On which day the bonus was paid; today when it is not said."""

    paid_on: date | None = None


class RevokeBody(Body):
    """On which ground and by which decision it is taken back, and why."""

    ground: RevocationGround
    number: Number
    reason: Text


class RecoverBody(Body):
    """What came back: money in đồng, and the object or not."""

    recovered_vnd: Annotated[int, Field(ge=0)] = 0
    object_returned: bool = False


def add_awards(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of awards."""

    @api.get("/awards/{award_id}", **door("award.read"))
    async def award(award_id: UUID, actor: WithActor) -> AwardView:
        return await _shown(use_cases, award_id, actor)

    _add_handing_over(api, use_cases)
    _add_changes(api, use_cases)


def _add_handing_over(api: APIRouter, use_cases: UseCases) -> None:
    acts = use_cases.award

    @api.post("/awards/{award_id}/set-ceremony", **door("award.set_ceremony"))
    async def set_ceremony(award_id: UUID, body: CeremonyBody, cause: WithCause) -> AwardView:
        ceremony = Ceremony(body.held_on, body.place_id)
        await attempt(lambda: acts.set_ceremony(award_id, ceremony, cause))
        return await _shown(use_cases, award_id, cause.actor)

    @api.post("/awards/{award_id}/call-off-ceremony", **door("award.call_off_ceremony"))
    async def call_off_ceremony(award_id: UUID, _: EmptyBody, cause: WithCause) -> AwardView:
        await attempt(lambda: acts.call_off_ceremony(award_id, cause))
        return await _shown(use_cases, award_id, cause.actor)

    @api.post("/awards/{award_id}/present", **door("award.present"))
    async def present(award_id: UUID, body: PresentBody, cause: WithCause) -> AwardView:
        await attempt(lambda: acts.present(award_id, body.presented_on, cause))
        return await _shown(use_cases, award_id, cause.actor)

    @api.post("/awards/{award_id}/pay", **door("award.pay"))
    async def pay(award_id: UUID, body: PayBody, cause: WithCause) -> AwardView:
        await attempt(lambda: acts.pay(award_id, body.paid_on, cause))
        return await _shown(use_cases, award_id, cause.actor)


def _add_changes(api: APIRouter, use_cases: UseCases) -> None:
    acts = use_cases.award

    @api.post("/awards/{award_id}/correct", **door("award.correct"))
    async def correct(award_id: UUID, body: CorrectBody, cause: WithCause) -> AwardView:
        words = Corrected(body.number, body.reason, body.subject_label, body.citation_vi)
        await attempt(lambda: acts.correct(award_id, words, cause))
        return await _shown(use_cases, award_id, cause.actor)

    @api.post("/awards/{award_id}/revoke", **door("award.revoke"))
    async def revoke(award_id: UUID, body: RevokeBody, cause: WithCause) -> AwardView:
        await attempt(lambda: acts.revoke(award_id, body.ground, body.number, body.reason, cause))
        return await _shown(use_cases, award_id, cause.actor)

    @api.post("/awards/{award_id}/recover", **door("award.recover"))
    async def recover(award_id: UUID, body: RecoverBody, cause: WithCause) -> AwardView:
        back = body.object_returned
        await attempt(lambda: acts.recover(award_id, body.recovered_vnd, cause, object_returned=back))
        return await _shown(use_cases, award_id, cause.actor)


async def _shown(use_cases: UseCases, award_id: UUID, actor: Actor) -> AwardView:
    return award_view(await use_cases.queries.award(award_id, actor), use_cases.packs)
