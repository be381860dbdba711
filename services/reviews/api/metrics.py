"""Routes of figures: as JSON, or the same rows as a file for a spreadsheet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from services.reviews.api.bodies import Code
from services.reviews.api.tables import (
    AnsweredAnswer,
    ConcentrationAnswer,
    FairnessAnswer,
    FormalismAnswer,
    StagesAnswer,
    Table,
    YearEndsAnswer,
    answered_row,
    concentration_row,
    fairness_row,
    movement_row,
    report_row,
    stage_row,
    year_end_row,
)
from services.reviews.domain.figures import Span
from services.reviews.usecases import UseCases
from shared.kernel.clock import Clock, local_day
from shared.runtime.web.doors import WithActor, door
from shared.runtime.web.downloads import FileKind, download

_MONTH = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
Type = Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")]
"""The type of commendation, such as ad_hoc; without it all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which months as YYYY-MM (without them the last twelve), which unit with all below, and as which file."""

    first: Annotated[str | None, Query(alias="from", pattern=_MONTH)] = None
    last: Annotated[str | None, Query(alias="to", pattern=_MONTH)] = None
    unit: Code | None = None
    format: FileKind | None = None

    def span(self, now: datetime) -> Span:
        """The months."""
        last = self.last or f"{local_day(now):%Y-%m}"
        return Span(self.first, last) if self.first else Span.of_a_year(last)

    def about(self, span: Span) -> dict[str, Any]:
        """What the answer repeats of the question."""
        return {"first_month": span.first, "last_month": span.last, "unit_id": self.unit}

    def told(self, name: str, answer: Table) -> Table | Response:
        """The answer as it was asked for."""
        return answer if self.format is None else download(name, answer.sheet(), self.format)


WithAsked = Annotated[Asked, Depends()]


def add_metrics(api: APIRouter, use_cases: UseCases, clock: Clock) -> None:
    """Add the routes of figures."""
    ask = use_cases.figures.ask

    @api.get("/metrics/lead-times", response_model=StagesAnswer, **door("metric.read"))
    async def lead_times(asked: WithAsked, actor: WithActor, type: Type = None) -> Table | Response:  # noqa: A002 - the query's name
        span = asked.span(clock())
        rows = map(stage_row, await ask.stages(span, asked.unit, type, actor))
        return asked.told("thoi-gian", StagesAnswer(**asked.about(span), rows=tuple(rows)))

    @api.get("/metrics/year-end", response_model=YearEndsAnswer, **door("metric.read"))
    async def year_end(asked: WithAsked, actor: WithActor) -> Table | Response:
        span = asked.span(clock()).of_whole_years()
        rows = [year_end_row(figure, ask.alerts) for figure in await ask.years(span, asked.unit, actor)]
        return asked.told("don-cuoi-nam", YearEndsAnswer(**asked.about(span), rows=tuple(rows)))

    @api.get("/metrics/concentration", response_model=ConcentrationAnswer, **door("metric.read"))
    async def concentration(asked: WithAsked, actor: WithActor) -> Table | Response:
        span = asked.span(clock()).of_whole_years()
        rows = map(concentration_row, await ask.years(span, asked.unit, actor))
        return asked.told("tap-trung", ConcentrationAnswer(**asked.about(span), rows=tuple(rows)))

    @api.get("/metrics/fairness", response_model=FairnessAnswer, **door("metric.read"))
    async def fairness(asked: WithAsked, actor: WithActor) -> Table | Response:
        span = asked.span(clock())
        rows = map(fairness_row, await ask.fairness(span, asked.unit, actor))
        return asked.told("cong-bang", FairnessAnswer(**asked.about(span), rows=tuple(rows)))

    @api.get("/metrics/answered-suggestions", response_model=AnsweredAnswer, **door("metric.read"))
    async def answered_suggestions(asked: WithAsked, actor: WithActor) -> Table | Response:
        span = asked.span(clock())
        rows = map(answered_row, await ask.answered(span, asked.unit, actor))
        return asked.told("tra-loi-goi-y", AnsweredAnswer(**asked.about(span), rows=tuple(rows)))

    @api.get("/metrics/formalism", response_model=FormalismAnswer, **door("metric.read"))
    async def formalism(asked: WithAsked, actor: WithActor) -> Table | Response:
        span, alerts = asked.span(clock()), ask.alerts
        reports = [report_row(one, alerts) for one in await ask.reports(span, asked.unit, actor)]
        awards = [movement_row(one, alerts) for one in await ask.movements(asked.unit, actor)]
        return asked.told("hinh-thuc", FormalismAnswer(**asked.about(span), rows=(*reports, *awards)))
