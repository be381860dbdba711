"""What is counted of awards, suggestions and reports, and what can be asked about it."""

from dataclasses import dataclass
from typing import Self

from services.reviews.usecases.figure_ports import Answers, Figures, Formalities, Staff
from services.reviews.usecases.figures.ask import AskFigures
from services.reviews.usecases.figures.count import CountAward, TakeAwardBack
from services.reviews.usecases.figures.count_report import CountReport
from services.reviews.usecases.figures.count_suggestion import CountAnswer, CountSuggestion
from services.reviews.usecases.figures.follow_movement import CountMovementAward, FollowMovement, TakeMovementAwardBack
from services.reviews.usecases.figures.follow_staff import FollowStaff
from shared.kernel.clock import Clock
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class FigureUseCases:
    """What awards add up to, how suggestions are answered, and what is done for form's sake."""

    count: CountAward
    take_back: TakeAwardBack
    count_suggestion: CountSuggestion
    count_answer: CountAnswer
    count_report: CountReport
    follow_movement: FollowMovement
    count_movement_award: CountMovementAward
    take_movement_award_back: TakeMovementAwardBack
    follow_staff: FollowStaff
    ask: AskFigures

    @classmethod
    def on(
        cls,
        figures: Figures,
        answers: Answers,
        formalities: Formalities,
        staff: Staff,
        packs: RulePacks,
        clock: Clock,
    ) -> Self:
        """All of them on these ports."""
        return cls(
            count=CountAward(figures),
            take_back=TakeAwardBack(figures),
            count_suggestion=CountSuggestion(answers),
            count_answer=CountAnswer(answers),
            count_report=CountReport(formalities),
            follow_movement=FollowMovement(formalities),
            count_movement_award=CountMovementAward(formalities),
            take_movement_award_back=TakeMovementAwardBack(formalities),
            follow_staff=FollowStaff(staff),
            ask=AskFigures(figures, answers, formalities, staff, packs, clock),
        )
