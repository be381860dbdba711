"""What is counted of awards and suggestions, and what can be asked about it."""

from dataclasses import dataclass
from typing import Self

from services.reviews.usecases.figures.ask import AskFigures
from services.reviews.usecases.figures.count import CountAward, TakeAwardBack
from services.reviews.usecases.figures.count_suggestion import CountAnswer, CountSuggestion
from services.reviews.usecases.figures.follow_staff import FollowStaff
from services.reviews.usecases.ports import Answers, Figures, Staff
from shared.kernel.clock import Clock
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class FigureUseCases:
    """What awards add up to, and how suggestions are answered."""

    count: CountAward
    take_back: TakeAwardBack
    count_suggestion: CountSuggestion
    count_answer: CountAnswer
    follow_staff: FollowStaff
    ask: AskFigures

    @classmethod
    def on(cls, figures: Figures, answers: Answers, staff: Staff, packs: RulePacks, clock: Clock) -> Self:
        """All of them on these ports."""
        return cls(
            count=CountAward(figures),
            take_back=TakeAwardBack(figures),
            count_suggestion=CountSuggestion(answers),
            count_answer=CountAnswer(answers),
            follow_staff=FollowStaff(staff),
            ask=AskFigures(figures, answers, staff, packs, clock),
        )
