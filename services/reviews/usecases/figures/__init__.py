"""What is counted of awards, and what can be asked about it."""

from dataclasses import dataclass
from typing import Self

from services.reviews.usecases.figures.ask import AskFigures
from services.reviews.usecases.figures.count import CountAward, TakeAwardBack
from services.reviews.usecases.figures.follow_staff import FollowStaff
from services.reviews.usecases.ports import Figures, Staff
from shared.kernel.clock import Clock
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class FigureUseCases:
    """What awards add up to."""

    count: CountAward
    take_back: TakeAwardBack
    follow_staff: FollowStaff
    ask: AskFigures

    @classmethod
    def on(cls, figures: Figures, staff: Staff, packs: RulePacks, clock: Clock) -> Self:
        """All of them on these ports."""
        ask = AskFigures(figures, staff, packs, clock)
        return cls(CountAward(figures), TakeAwardBack(figures), FollowStaff(staff), ask)
