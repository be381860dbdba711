"""What reviews does when an event arrives."""

from services.reviews.usecases import AwardUseCases, SessionUseCases, UseCases
from services.reviews.usecases.case import CaseUseCases
from services.reviews.usecases.consultation.follow_case import FollowCase
from services.reviews.usecases.opinion import OpinionUseCases
from shared.contracts.awards import (
    AwardFreed,
    AwardGranted,
    AwardReserved,
    AwardRevoked,
    DecisionDrafted,
    DecisionReturned,
    DecisionRowReleased,
    DecisionSigned,
)
from shared.contracts.consultations import ConsultationAnswered, ConsultationClosed, ConsultationOpened
from shared.contracts.councils import CouncilAdjourned, CouncilCaseStruck, CouncilConvened, CouncilVoteClosed
from shared.contracts.deeds import (
    DeedAmended,
    DeedAttributionDisputed,
    DeedAttributionResolved,
    DeedLinked,
    SuggestionAnswered,
    SuggestionReceived,
)
from shared.contracts.movements import MovementLaunched
from shared.contracts.nominations import (
    NominationForwarded,
    NominationIneligible,
    NominationLapsed,
    NominationMerged,
    NominationReceived,
    NominationSubmitted,
    NominationWithdrawn,
)
from shared.contracts.organisation import UnitChanged, UnitClosed
from shared.contracts.reviews import (
    OpinionLapsed,
    OpinionReceived,
    OpinionRequested,
    ReviewAdmitted,
    ReviewAppraised,
    ReviewClosed,
    ReviewEscalated,
    ReviewHeld,
    ReviewReleased,
    ReviewReturned,
    ReviewWithdrawalRequested,
)
from shared.contracts.supervision import ComplaintAccepted, ComplaintResolved
from shared.runtime.bus.subscription import Group, Replay, Subscription, on


def build_subscribers(use_cases: UseCases) -> list[Group]:
    """Everything that reviews listens to. What acts and says so may not be read again as if it were new."""
    decision, refused = use_cases.decision, Replay.REFUSED
    marks = (on(AwardReserved, decision.mark_row), on(AwardFreed, decision.mark_row))
    return [
        *files(use_cases),
        Group("reviews.decisions", marks, refused),
        Group("reviews.sessions", _sessions(use_cases.session), refused),
        Group("reviews.opinions", _opinions(use_cases.opinion), refused),
        Group("reviews.consultations", _consultations(use_cases.consultation.follow_case), refused),
        Group("reviews.findings", (on(AwardGranted, use_cases.finding.notice_late),), refused),
        Group("reviews.disputes", _disputes(use_cases.case), refused),
        Group("reviews.links", _links(use_cases.award), refused),
        figures(use_cases),
        answers(use_cases),
        formalities(use_cases),
        staff(use_cases),
    ]


def files(use_cases: UseCases) -> tuple[Group, Group]:
    """What opens cases and grants awards, of which bulletins are made."""
    return (
        Group("reviews.cases", _cases(use_cases.case), Replay.REFUSED),
        Group("reviews.awards", _awards(use_cases.award), Replay.REFUSED),
    )


def figures(use_cases: UseCases) -> Group:
    """What writes figures and nothing else."""
    told = (on(AwardGranted, use_cases.figures.count), on(AwardRevoked, use_cases.figures.take_back))
    return Group("reviews.figures", told, Replay.FREE)


def answers(use_cases: UseCases) -> Group:
    """What writes how suggestions are answered and nothing else."""
    figures = use_cases.figures
    told = (on(SuggestionReceived, figures.count_suggestion), on(SuggestionAnswered, figures.count_answer))
    return Group("reviews.answers", told, Replay.FREE)


def formalities(use_cases: UseCases) -> Group:
    """What writes what is done for form's sake and nothing else."""
    figures = use_cases.figures
    told = (
        on(NominationReceived, figures.count_report),
        on(MovementLaunched, figures.follow_movement),
        on(AwardGranted, figures.count_movement_award),
        on(AwardRevoked, figures.take_movement_award_back),
    )
    return Group("reviews.formalities", told, Replay.FREE)


def staff(use_cases: UseCases) -> Group:
    """What writes the staff of units and nothing else."""
    follow = use_cases.figures.follow_staff
    return Group("reviews.staff", (on(UnitChanged, follow), on(UnitClosed, follow)), Replay.FREE)


def _cases(case: CaseUseCases) -> tuple[Subscription, ...]:
    return (
        on(NominationSubmitted, case.open),
        on(NominationForwarded, case.admit),
        on(NominationWithdrawn, case.close),
        on(NominationMerged, case.close),
        on(NominationIneligible, case.close),
        on(NominationLapsed, case.close),
        on(OpinionRequested, case.await_answer),
        on(OpinionReceived, case.hear_answer),
        on(OpinionLapsed, case.hear_answer),
        on(ConsultationClosed, case.hear_answer),
        on(ConsultationAnswered, case.hear_answer),
        on(CouncilConvened, case.seat),
        on(CouncilAdjourned, case.unseat),
        on(CouncilCaseStruck, case.unseat),
        on(CouncilVoteClosed, case.record_vote),
        on(DecisionDrafted, case.queue),
        on(DecisionReturned, case.unqueue),
        on(AwardFreed, case.unqueue),
        on(AwardGranted, case.finish),
        on(ComplaintAccepted, case.examine),
        on(ComplaintResolved, case.clear),
        on(ReviewWithdrawalRequested, case.settle_withdrawal),
    )


def _awards(award: AwardUseCases) -> tuple[Subscription, ...]:
    return (
        on(DecisionDrafted, award.reserve),
        on(DecisionSigned, award.grant),
        on(DecisionReturned, award.free),
        on(DecisionRowReleased, award.free),
        on(AwardGranted, award.publish),
        on(ComplaintAccepted, award.examine),
        on(ComplaintResolved, award.clear),
    )


def _sessions(session: SessionUseCases) -> tuple[Subscription, ...]:
    """The news of a case that left, and of a session that could have missed it."""
    strike = session.strike
    left = (on(ReviewClosed, strike), on(ReviewReturned, strike), on(ReviewEscalated, strike))
    return (*left, on(CouncilConvened, strike))


def _disputes(case: CaseUseCases) -> tuple[Subscription, ...]:
    """The news of a deed, and each step of a case that could have missed it."""
    news = (DeedAmended, DeedAttributionDisputed, DeedAttributionResolved, DeedLinked)
    steps = (ReviewAdmitted, ReviewHeld, ReviewReleased)
    return (*(on(one, case.hear_of_deed) for one in news), *(on(step, case.follow_deed) for step in steps))


def _opinions(opinion: OpinionUseCases) -> tuple[Subscription, ...]:
    """What asks for opinions, and the steps of a case by which they stand still, go on or end."""
    steps = (on(step, opinion.follow_case) for step in (ReviewHeld, ReviewReleased, ReviewClosed))
    return (on(ReviewAppraised, opinion.ask), *steps)


def _consultations(follow_case: FollowCase) -> tuple[Subscription, ...]:
    """The steps of a case by which its consultation stands still, goes on or ends, and its own beginning."""
    steps = (on(step, follow_case) for step in (ReviewHeld, ReviewReleased, ReviewClosed))
    return (on(ConsultationOpened, follow_case), *steps)


def _links(award: AwardUseCases) -> tuple[Subscription, ...]:
    """The news of a link, and each step of an award that could have missed it or lets another take its place."""
    steps = (on(AwardReserved, award.settle_claim), on(AwardRevoked, award.settle_claim))
    return (on(DeedLinked, award.follow_link), *steps)
