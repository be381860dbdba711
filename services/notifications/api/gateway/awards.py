"""The register as clients pull it."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from services.notifications.api.entries import EntryView
from services.notifications.api.gateway.doors import WithClient, client_door
from services.notifications.domain.cursor import Cursor, CursorForkedError, CursorInvalidError, read
from services.notifications.domain.register import Entry
from services.notifications.usecases.gateway.read_awards import ReadAwards
from shared.runtime.web.problems import ProblemError, technical

Since = Annotated[str, Query(max_length=64)]
Until = Annotated[str | None, Query(max_length=64)]
UnitCode = Annotated[str | None, Query(min_length=1, max_length=64)]
PageSize = Annotated[int, Query(ge=1, le=500)]
Wait = Annotated[float, Query(ge=0, le=30)]


class RegisteredView(EntryView):
    """One entry, as in the public register; `seq` is its number in the whole register, `cursor` where to go on."""

    cursor: str
    seq: int


class RegisterView(BaseModel):
    """A page in order; `next` is the cursor to go on from.

    Another `lineage` than before: the units asked for go on from others since. Pull what was entered of each of those
    with `unit=` from 0; `GET catalogues/units` names them.
    """

    items: list[RegisteredView]
    next: str
    has_more: bool
    lineage: str


class AwardHistoryView(BaseModel):
    """All that the register holds of one award, in order; what the last entry says counts."""

    items: list[RegisteredView]


class FoldView(BaseModel):
    """Two that have the same `fold` over the same `count` hold the same entries of the client's units.

    `fold` begins with 64 zeros; each step is SHA-256 over the fold before and the next hash, both in hexadecimal, in
    the order of `seq`. `lineage` is as in a page.
    """

    count: int
    fold: str
    head: int
    head_hash: str
    lineage: str


def add_awards(api: APIRouter, awards: ReadAwards) -> None:
    """Pages, and what proves that both sides hold the same."""

    @api.get("/awards", **client_door("client_award.read"))
    async def pull(
        client: WithClient, since: Since = "0", limit: PageSize = 500, unit: UnitCode = None, wait: Wait = 0.0
    ) -> RegisterView:
        """Entries of the client's units after a cursor; `wait` seconds for the next when there is none yet."""
        try:
            page = await awards(client, _cursor(since), unit=unit, limit=limit, wait_seconds=wait)
        except CursorForkedError as error:
            raise _forked(error) from error
        items = [_shown(one) for one in page.items]
        return RegisterView(items=items, next=str(page.next), has_more=page.has_more, lineage=page.lineage)

    @api.get("/awards/digest", **client_door("client_award.read"))
    async def digest(client: WithClient, until: Until = None, unit: UnitCode = None) -> FoldView:
        """The fold of the hashes of what the client may see, up to a cursor or whole."""
        try:
            found = await awards.digest(client, None if until is None else _cursor(until), unit=unit)
        except CursorForkedError as error:
            raise _forked(error) from error
        return FoldView(
            count=found.count, fold=found.fold, head=found.head, head_hash=found.head_hash, lineage=found.lineage
        )

    @api.get("/awards/{award_id}", **client_door("client_award.read"))
    async def about(client: WithClient, award_id: UUID) -> AwardHistoryView:
        """All entries of one award of the client's units: what the link of a webhook leads to."""
        return AwardHistoryView(items=[_shown(one) for one in await awards.about(client, str(award_id))])


def _shown(entry: Entry) -> RegisteredView:
    shown = entry.shown()
    return RegisteredView.model_validate(
        {**shown, "cursor": str(Cursor(entry.epoch, entry.seq)), "seq": entry.seq},
    )


def _cursor(text: str) -> Cursor:
    try:
        return read(text)
    except CursorInvalidError as error:
        raise ProblemError(technical("cursor_invalid")) from error


def _forked(error: CursorForkedError) -> ProblemError:
    return ProblemError(replace(technical("cursor_forked"), params={"resume_from": str(error.resume_from)}))
