"""Routes for submissions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from services.nominations.api.organisation import Code, Limit
from services.nominations.api.submission_views import SubmissionView, submission_view
from services.nominations.domain.submission import SubmissionChannel, submission_id_of
from services.nominations.usecases import UseCases
from services.nominations.usecases.submission.send import Sheet
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

MOST_ROWS = 100


class SheetBody(Body):
    """Which drafts and returned files go from which unit to the unit that decides on them.

    `versions`, by the file's id: as the head saw it; a file that has changed since is not sent.
    """

    unit_id: Code
    to_unit_id: Code
    nomination_ids: Annotated[tuple[UUID, ...], Field(max_length=MOST_ROWS)]
    channel: SubmissionChannel = SubmissionChannel.ELECTRONIC
    versions: Annotated[dict[UUID, Annotated[int, Field(ge=1)]], Field(max_length=MOST_ROWS)] = Field({})


def add_submissions(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of submissions."""
    views = use_cases.queries.views

    @api.post("/submissions", status_code=201, **door("submission.send"))
    async def send(body: SheetBody, cause: WithCause) -> SubmissionView:
        sheet = Sheet(body.unit_id, body.to_unit_id, body.channel, body.nomination_ids, body.versions)
        await attempt(lambda: use_cases.submission.send(sheet, cause))
        return submission_view(await views.submission(submission_id_of(cause.id), cause.actor))

    @api.get("/submissions/{submission_id}", **door("submission.read"))
    async def show(submission_id: UUID, actor: WithActor) -> SubmissionView:
        return submission_view(await views.submission(submission_id, actor))

    @api.get("/submissions", **door("submission.read"))
    async def listing(actor: WithActor, limit: Limit = 50) -> list[SubmissionView]:
        return [submission_view(seen) for seen in await views.submissions(actor, limit=limit)]
