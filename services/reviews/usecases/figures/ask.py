"""Questions about figures. Every answer lies within the reader's scope."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reviews.domain.figures import Span, StageFigure, YearFigure, stage_figures, year_figures
from services.reviews.usecases.ports import Figures
from shared.kernel.actor import Actor
from shared.kernel.policy import scope


@dataclass(frozen=True, slots=True)
class AskFigures:
    """What readers may know. `unit_id` narrows it to one unit and all below, and never widens it."""

    figures: Figures

    async def stages(
        self, span: Span, unit_id: str | None, nomination_type: str | None, actor: Actor
    ) -> Sequence[StageFigure]:
        """How long each stage took, of the awards decided in these months."""
        places = scope(actor, "metric.read")
        return stage_figures(await self.figures.took(span, unit_id, nomination_type, places))

    async def years(self, span: Span, unit_id: str | None, actor: Actor) -> Sequence[YearFigure]:
        """How awards lie in their years; the months should be those of whole ones."""
        return year_figures(await self.figures.months(span, unit_id, scope(actor, "metric.read")))
