"""Routes of opinions: bodies are asked about a case, and answer."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.reviews.api.bodies import Code, Limit, States, Text, states_of
from services.reviews.api.views import Kept
from services.reviews.domain.opinion import Opinion, OpinionState, Position, opinion_id_of
from services.reviews.usecases import UseCases
from services.reviews.usecases.opinion.request import Question
from services.reviews.usecases.ports import Seen
from shared.kernel.actor import Actor
from shared.kernel.asking import Silence
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door


class QuestionBody(Body):
    """Which body is asked what about a case, until when, and what its silence counts as."""

    case_id: UUID
    body: Code
    due_on: date
    silence: Silence
    question_vi: Text


class ReplyBody(Body):
    """What the body says; an objection has a reason."""

    position: Position
    reason_vi: Annotated[str, Field(max_length=20_000)] = ""


class AnswerView(BaseModel):
    """What a body said, or what its silence counts as (then `by_ref` and `on` are null)."""

    position: Position | None
    reason_vi: str
    by_ref: str | None
    on: date | None


class OpinionView(Kept):
    """An opinion about a case; names and texts of the file are with nominations."""

    case_id: UUID
    file_number: str
    form_code: str
    unit_id: str
    grantor_unit_id: str
    subject_ref: str
    body_id: str
    due_on: date
    silence: Silence
    question_vi: str
    answer: AnswerView | None


def add_opinions(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of opinions."""
    queries, acts = use_cases.queries, use_cases.opinion

    async def shown(opinion_id: UUID, actor: Actor) -> OpinionView:
        return opinion_view(await queries.opinion(opinion_id, actor))

    @api.get("/opinions/{opinion_id}", **door("opinion.read"))
    async def opinion(opinion_id: UUID, actor: WithActor) -> OpinionView:
        return await shown(opinion_id, actor)

    @api.get("/opinions", **door("opinion.read"))
    async def opinions(
        actor: WithActor, state: States = "", case_id: UUID | None = None, limit: Limit = 50
    ) -> list[OpinionView]:
        return [opinion_view(seen) for seen in await queries.opinions(states_of(state), case_id, limit, actor)]

    @api.post("/opinions", status_code=201, **door("opinion.request"))
    async def request(body: QuestionBody, cause: WithCause) -> OpinionView:
        question = Question(body.case_id, body.body, body.due_on, body.silence, body.question_vi)
        await attempt(lambda: acts.request(question, cause))
        return await shown(opinion_id_of(cause.id, body.body), cause.actor)

    @api.post("/opinions/{opinion_id}/reply", **door("opinion.reply"))
    async def reply(opinion_id: UUID, body: ReplyBody, cause: WithCause) -> OpinionView:
        await attempt(lambda: acts.reply(opinion_id, body.position, body.reason_vi, cause))
        return await shown(opinion_id, cause.actor)


def opinion_view(seen: Seen[Opinion]) -> OpinionView:
    """An opinion as its readers see it."""
    it, facts = seen.thing, seen.thing.facts
    has_answer = it.state in (OpinionState.REPLIED, OpinionState.DEFAULTED)
    return OpinionView(
        id=it.id,
        state=it.state,
        version=it.version,
        seq=seen.seq,
        case_id=it.case_id,
        file_number=facts.number,
        form_code=facts.form_code,
        unit_id=facts.unit_id,
        grantor_unit_id=facts.grantor_unit_id,
        subject_ref=facts.subject_ref,
        body_id=it.body_id,
        due_on=it.due_on,
        silence=it.silence,
        question_vi=it.question_vi,
        answer=AnswerView(position=it.position, reason_vi=it.reason_vi, by_ref=it.answered_by, on=it.answered_on)
        if has_answer
        else None,
    )
