"""Routes for reported figures and the exemplars that are detected in them."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from services.nominations.api.exemplar_showing import exemplar_view, report_view
from services.nominations.api.organisation import Code, Limit
from services.nominations.api.suggestions import Reason
from services.nominations.api.views import ExemplarView, ResultReportView
from services.nominations.domain.detection import Figures
from services.nominations.domain.exemplar import Dismissal
from services.nominations.domain.report import Period, report_id_of
from services.nominations.usecases import UseCases
from services.nominations.usecases.result.report import Told
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

Indicator = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
SourceCode = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_-]{0,39}$")]
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, allow_inf_nan=False)]


class ReportBody(Body):
    """What a subject achieved in a period. Indicator and source are codes of the systems that feed."""

    subject_ref: Code
    indicator: Indicator
    period_from: date
    period_to: date
    value: Amount
    target: Amount | None = None
    baseline: Amount | None = None
    source: SourceCode


class ConfirmBody(Body):
    """That the figures were compared with their source."""

    figures_checked: bool = False


class DismissBody(Body):
    """Why it is none, after the figures were compared with their source."""

    figures_checked: bool = False
    dismissal: Dismissal
    reason_vi: Reason = ""


def add_exemplars(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of reported figures and exemplars."""
    views, acts = use_cases.queries.views, use_cases.exemplar

    @api.post("/results", status_code=201, **door("result.report"))
    async def report(body: ReportBody, cause: WithCause) -> ResultReportView:
        figures = Figures(body.value, body.target, body.baseline)
        told = Told(body.subject_ref, body.indicator, Period(body.period_from, body.period_to), figures, body.source)
        await attempt(lambda: use_cases.report_result(told, cause))
        return report_view(await views.report(report_id_of(cause.id), cause.actor))

    @api.get("/results/{report_id}", **door("result.read"))
    async def show_report(report_id: UUID, actor: WithActor) -> ResultReportView:
        return report_view(await views.report(report_id, actor))

    @api.post("/exemplars/{exemplar_id}/confirm", **door("exemplar.confirm"))
    async def confirm(exemplar_id: UUID, body: ConfirmBody, cause: WithCause) -> ExemplarView:
        await attempt(lambda: acts.confirm(exemplar_id, cause, figures_checked=body.figures_checked))
        return exemplar_view(await views.exemplar(exemplar_id, cause.actor))

    @api.post("/exemplars/{exemplar_id}/dismiss", **door("exemplar.dismiss"))
    async def dismiss(exemplar_id: UUID, body: DismissBody, cause: WithCause) -> ExemplarView:
        why, checked = (body.dismissal, body.reason_vi), body.figures_checked
        await attempt(lambda: acts.dismiss(exemplar_id, *why, cause, figures_checked=checked))
        return exemplar_view(await views.exemplar(exemplar_id, cause.actor))

    @api.get("/exemplars/{exemplar_id}", **door("exemplar.read"))
    async def show(exemplar_id: UUID, actor: WithActor) -> ExemplarView:
        return exemplar_view(await views.exemplar(exemplar_id, actor))

    @api.get("/exemplars", **door("exemplar.read"))
    async def listing(actor: WithActor, state: str | None = None, limit: Limit = 50) -> list[ExemplarView]:
        return [exemplar_view(seen) for seen in await views.exemplars(actor, state=state, limit=limit)]
