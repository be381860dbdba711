"""Routes of consultations: the public is asked about a case, and answered. Who speaks leaves no line in the log."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.reviews.api.bodies import Code, Label, Limit, States, Text, states_of
from services.reviews.api.views import Kept
from services.reviews.domain.consultation import (
    LONGEST_ANSWER,
    Comment,
    Consultation,
    Side,
    comment_id_of,
    consultation_id_of,
)
from services.reviews.usecases import UseCases
from services.reviews.usecases.consultation.open_window import Appeal
from services.reviews.usecases.ports import Seen
from shared.kernel.actor import Actor
from shared.kernel.policy import PUBLIC
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

_MOST_OWN = 200


class AppealBody(Body):
    """What the public is asked, where it is made known (else at the subject's unit), who is to be commended."""

    case_id: UUID
    place: Code | None = None
    subject_label: Label
    question_vi: Text


class CommentBody(Body):
    """What somebody says of it. Who says it is not kept."""

    side: Side
    text_vi: Text


class CommentAnswerBody(Body):
    """What the officer answers."""

    text_vi: Annotated[str, Field(min_length=1, max_length=LONGEST_ANSWER)]


class CommentAnswerView(BaseModel):
    """What an officer answered to a comment."""

    text_vi: str
    on: date


class CommentView(BaseModel):
    """What somebody said; `answer` is null as long as it is owed."""

    id: UUID
    side: Side
    text_vi: str
    said_on: date
    answer: CommentAnswerView | None


class AskedView(BaseModel):
    """What everybody may read of an open consultation; `subject_label` is empty where names are not public."""

    id: UUID
    file_number: str
    form_code: str
    unit_id: str
    place: str
    opened_on: date
    closes_on: date
    subject_label: str
    question_vi: str


class OwnCommentView(CommentView):
    """What the reader said, and about what."""

    consultation_id: UUID
    file_number: str
    subject_label: str
    question_vi: str


class ConsultationView(Kept):
    """A consultation with all that was said; `paused` while its case stands still."""

    case_id: UUID
    file_number: str
    form_code: str
    unit_id: str
    grantor_unit_id: str
    place: str
    opened_on: date
    closes_on: date
    paused: bool
    subject_label: str
    question_vi: str
    sides: dict[Side, int]
    unanswered: int
    comments: list[CommentView]


def add_consultations(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of consultations."""
    _add_reading(api, use_cases)
    _add_acts(api, use_cases)


def _add_reading(api: APIRouter, use_cases: UseCases) -> None:
    read = use_cases.consultation.read

    @api.get("/consultations/open", **door(PUBLIC))
    async def to_the_public(limit: Limit = 50) -> list[AskedView]:
        return [asked_view(one) for one in await read.to_the_public(limit)]

    @api.get("/consultations/{consultation_id}", **door("consultation.read"))
    async def consultation(consultation_id: UUID, actor: WithActor) -> ConsultationView:
        return consultation_view(await read.one(consultation_id, actor))

    @api.get("/consultations", **door("consultation.read"))
    async def consultations(
        actor: WithActor, state: States = "", case_id: UUID | None = None, limit: Limit = 50
    ) -> list[ConsultationView]:
        return [consultation_view(seen) for seen in await read.some(states_of(state), case_id, limit, actor)]

    @api.get("/comments", **door("own_comment.read", quiet=True))
    async def own(actor: WithActor, limit: Limit = 50) -> list[OwnCommentView]:
        return [own_view(about, said) for about, said in await read.own(limit, actor)]


def _add_acts(api: APIRouter, use_cases: UseCases) -> None:
    acts = use_cases.consultation

    async def shown(consultation_id: UUID, actor: Actor) -> ConsultationView:
        return consultation_view(await acts.read.one(consultation_id, actor))

    @api.post("/consultations", status_code=201, **door("consultation.open_window"))
    async def open_window(body: AppealBody, cause: WithCause) -> ConsultationView:
        appeal = Appeal(body.case_id, body.place, body.subject_label, body.question_vi)
        await attempt(lambda: acts.open_window(appeal, cause))
        return await shown(consultation_id_of(body.case_id), cause.actor)

    @api.post("/consultations/{consultation_id}/comment", status_code=201, **door("consultation.comment", quiet=True))
    async def comment(consultation_id: UUID, body: CommentBody, cause: WithCause) -> OwnCommentView:
        await attempt(lambda: acts.comment(consultation_id, body.side, body.text_vi, cause))
        own = await acts.read.own(_MOST_OWN, cause.actor)
        return next(own_view(about, said) for about, said in own if said.id == comment_id_of(cause.id))

    @api.post("/consultations/{consultation_id}/comments/{comment_id}/answer", **door("consultation.answer_comment"))
    async def answer_comment(
        consultation_id: UUID, comment_id: UUID, body: CommentAnswerBody, cause: WithCause
    ) -> ConsultationView:
        await attempt(lambda: acts.answer_comment(consultation_id, comment_id, body.text_vi, cause))
        return await shown(consultation_id, cause.actor)


def asked_view(consultation: Consultation) -> AskedView:
    """A consultation as everybody sees it."""
    return AskedView(
        id=consultation.id,
        file_number=consultation.facts.number,
        form_code=consultation.facts.form_code,
        unit_id=consultation.facts.unit_id,
        place=consultation.place,
        opened_on=consultation.opened_on,
        closes_on=consultation.closes_on,
        subject_label=consultation.subject_label,
        question_vi=consultation.question_vi,
    )


def own_view(consultation: Consultation, comment: Comment) -> OwnCommentView:
    """A comment as who made it sees it."""
    return OwnCommentView(
        **dict(comment_view(comment)),
        consultation_id=consultation.id,
        file_number=consultation.facts.number,
        subject_label=consultation.subject_label,
        question_vi=consultation.question_vi,
    )


def comment_view(comment: Comment) -> CommentView:
    """A comment without a trace of who made it."""
    answer = comment.answer
    return CommentView(
        id=comment.id,
        side=comment.side,
        text_vi=comment.text_vi,
        said_on=comment.said_on,
        answer=None if answer is None else CommentAnswerView(text_vi=answer.text_vi, on=answer.on),
    )


def consultation_view(seen: Seen[Consultation]) -> ConsultationView:
    """A consultation as those who judge its file see it."""
    it = seen.thing
    return ConsultationView(
        **dict(asked_view(it)),
        state=it.state,
        version=it.version,
        seq=seen.seq,
        case_id=it.case_id,
        grantor_unit_id=it.facts.grantor_unit_id,
        paused=it.paused,
        sides=dict(it.sides),
        unanswered=it.unanswered,
        comments=[comment_view(comment) for comment in it.comments],
    )
