"""Routes for the codes by which others name units."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator

from services.notifications.domain.unit_code import UnitCode
from services.notifications.usecases.unit_code import UnitCodeUseCases
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithCause, attempt, door

Text = Annotated[str, Field(min_length=1, max_length=64)]
Sought = Annotated[str, Query(min_length=1, max_length=64)]


class UnitCodeRow(Body):
    """A unit's code in a scheme, from its first day to its last, both included; `decision_no` is what gave it."""

    unit_id: Text
    scheme: Text
    value: Text
    valid_from: date
    valid_to: date | None = None
    decision_no: Annotated[str, Field(max_length=100)] = ""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self


class UnitCodesBody(Body):
    """One row or a whole table. Schemes: `qd20-2020`, `qcvn102-2016`, `mst`, `local:` and a client's name."""

    rows: Annotated[tuple[UnitCodeRow, ...], Field(min_length=1, max_length=1_000)]


class UnitCodeView(BaseModel):
    """A row of the table."""

    unit_id: str
    scheme: str
    value: str
    valid_from: date
    valid_to: date | None
    decision_no: str


def add_unit_codes(api: APIRouter, acts: UnitCodeUseCases) -> None:
    """Add the routes of codes of units."""

    @api.post("/unit-codes", status_code=201, **door("unit_code.record"))
    async def record(body: UnitCodesBody, cause: WithCause) -> list[UnitCodeView]:
        """Record rows, or other last days for rows that are known; all or, where one is refused, none."""
        rows = [UnitCode(**row.model_dump()) for row in body.rows]
        await attempt(lambda: acts.record(rows, cause))
        return [_view(row) for row in rows]

    @api.get("/unit-codes", **door("unit_code.read"))
    async def history(scheme: Sought, value: Sought) -> list[UnitCodeView]:
        """Every unit that a code ever named, in the order of their days."""
        return [_view(row) for row in await acts.show.history(scheme, value)]

    @api.get("/unit-codes/{unit_id}", **door("unit_code.read"))
    async def of_unit(unit_id: str) -> list[UnitCodeView]:
        """Every code that a unit ever had."""
        return [_view(row) for row in await acts.show.of_unit(unit_id)]


def _view(row: UnitCode) -> UnitCodeView:
    return UnitCodeView(**{name: getattr(row, name) for name in UnitCodeView.model_fields})
