"""A route for operators: the store was restored from a backup."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from services.notifications.usecases.delivery.declare_restore import DeclareRestore
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithCause, door


class RestoreBody(Body):
    """`lost_until` is when the history that was lost ended: when the house last told anybody. Without it: now."""

    lost_until: AwareDatetime | None = None
    reason: Annotated[str, Field(min_length=3, max_length=300)]


class RestoreView(BaseModel):
    """What happened before `cut_off` rings with nobody until an operator says so; the logs go on under `epoch`."""

    id: UUID
    cut_off: datetime
    epoch: str


def add_restores(api: APIRouter, declare: DeclareRestore) -> None:
    """Add the route."""

    @api.post("/restores", status_code=201, **door("restore.declare"))
    async def declare_restore(body: RestoreBody, cause: WithCause) -> RestoreView:
        """Declare it before a sender or a router starts: `serve --only api` first, then all others."""
        restore = await declare(body.lost_until, body.reason, cause)
        return RestoreView(id=restore.id, cut_off=restore.cut_off, epoch=restore.epoch)
