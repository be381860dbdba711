"""What happens to a consultation."""

from dataclasses import dataclass

from services.reviews.usecases.consultation.answer_comment import AnswerComment
from services.reviews.usecases.consultation.close_window import CloseWindows
from services.reviews.usecases.consultation.comment import CommentOnCase
from services.reviews.usecases.consultation.follow_case import FollowCase
from services.reviews.usecases.consultation.open_window import OpenWindow
from services.reviews.usecases.consultation.read import ReadConsultations
from services.reviews.usecases.homes import Homes
from shared.kernel.clock import Clock
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class ConsultationUseCases:
    """What happens to a consultation, in this order; and what may be read of it."""

    open_window: OpenWindow
    comment: CommentOnCase
    answer_comment: AnswerComment
    close_window: CloseWindows
    follow_case: FollowCase
    read: ReadConsultations


def consultation_use_cases(kept: Homes, packs: RulePacks, clock: Clock) -> ConsultationUseCases:
    """All of them on these ports."""
    consultations, cases = kept.consultations, kept.cases
    return ConsultationUseCases(
        open_window=OpenWindow(consultations, cases, kept.units, packs, clock),
        comment=CommentOnCase(consultations, cases, kept.safe, clock),
        answer_comment=AnswerComment(consultations, kept.safe, clock),
        close_window=CloseWindows(consultations, cases, clock),
        follow_case=FollowCase(consultations, cases, packs),
        read=ReadConsultations(consultations, kept.safe, clock),
    )
