"""Questions about figures. Every answer lies within the reader's scope."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reviews.domain.answers import AnswerFigure, answer_figures
from services.reviews.domain.fairness import QuarterFigure, quarter_figures, quarters_in
from services.reviews.domain.figures import Span, StageFigure, YearFigure, stage_figures, year_figures
from services.reviews.domain.formalism import MovementFigure, ReportFigure, movement_figures, report_figures
from services.reviews.usecases.figure_ports import Answers, Figures, Formalities, Staff
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock, local_day
from shared.kernel.policy import scope
from shared.kernel.rulepack import Alerts, RulePacks


@dataclass(frozen=True, slots=True)
class AskFigures:
    """What readers may know. `unit_id` narrows it to one unit and all below, and never widens it."""

    figures: Figures
    answers: Answers
    formalities: Formalities
    staff: Staff
    packs: RulePacks
    clock: Clock

    @property
    def alerts(self) -> Alerts:
        """What is a warning today."""
        return self.packs.alerts_on(local_day(self.clock()))

    async def stages(
        self, span: Span, unit_id: str | None, nomination_type: str | None, actor: Actor
    ) -> Sequence[StageFigure]:
        """How long each stage took, of the awards decided in these months."""
        places = scope(actor, "metric.read")
        return stage_figures(await self.figures.took(span, unit_id, nomination_type, places))

    async def years(self, span: Span, unit_id: str | None, actor: Actor) -> Sequence[YearFigure]:
        """How awards lie in their years; the months should be those of whole ones."""
        return year_figures(await self.figures.months(span, unit_id, scope(actor, "metric.read")))

    async def fairness(self, span: Span, unit_id: str | None, actor: Actor) -> Sequence[QuarterFigure]:
        """What favoured groups got in each quarter that the months touch, against what they are of the staff."""
        places, alerts, quarters = scope(actor, "metric.read"), self.alerts, quarters_in(span)
        if not quarters:
            return []
        needed = Span(quarters[0].later(1 - alerts.quarters).span.first, quarters[-1].span.last)
        months = await self.figures.months(needed, unit_id, places)
        return quarter_figures(months, await self.staff.units(unit_id, places), quarters, alerts)

    async def answered(self, span: Span, unit_id: str | None, actor: Actor) -> Sequence[AnswerFigure]:
        """How many suggestions whose answer fell due in these months were answered by their day."""
        days = await self.answers.days(span, unit_id, scope(actor, "metric.read"))
        return answer_figures(days, local_day(self.clock()))

    async def reports(self, span: Span, unit_id: str | None, actor: Actor) -> Sequence[ReportFigure]:
        """How many reports of files that came in these months repeat an earlier one."""
        return report_figures(await self.formalities.reports(span, unit_id, scope(actor, "metric.read")))

    async def movements(self, unit_id: str | None, actor: Actor) -> Sequence[MovementFigure]:
        """How the awards of movements lie in their windows, whichever months were asked about."""
        return movement_figures(await self.formalities.movements(unit_id, scope(actor, "metric.read")))
