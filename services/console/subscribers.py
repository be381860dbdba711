"""What the console does when an event arrives: it moves its rows on."""

from services.console.usecases import UseCases
from shared.contracts import awards, consultations, councils, nominations, notifications, organisation, reviews
from shared.runtime.bus.subscription import Group, Replay, on

_OF_NOMINATIONS: tuple[type[nominations.NominationEvent], ...] = (
    nominations.NominationDrafted,
    nominations.NominationSubmitted,
    nominations.NominationReceived,
    nominations.NominationAccepted,
    nominations.NominationNeedsReview,
    nominations.NominationIneligible,
    nominations.NominationLapsed,
    nominations.NominationDeadlineBreached,
    nominations.NominationRerouted,
    nominations.NominationReturned,
    nominations.NominationResubmitted,
    nominations.NominationMerged,
    nominations.NominationHeld,
    nominations.NominationReleased,
    nominations.NominationForwarded,
    nominations.NominationWithdrawn,
)
_OF_CASES: tuple[type[reviews.ReviewEvent], ...] = (
    reviews.ReviewCaseOpened,
    reviews.ReviewAdmitted,
    reviews.ReviewAppraised,
    reviews.ReviewConsulted,
    reviews.ReviewRecommended,
    reviews.ReviewNotRecommended,
    reviews.ReviewHeld,
    reviews.ReviewReleased,
    reviews.ReviewReturned,
    reviews.ReviewPackChosen,
    reviews.ReviewEscalated,
    reviews.ReviewTakenOver,
    reviews.ReviewWithdrawalRequested,
    reviews.ReviewDeadlineBreached,
    reviews.ReviewClosed,
)
_OF_OPINIONS: tuple[type[reviews.OpinionEvent], ...] = (
    reviews.OpinionRequested,
    reviews.OpinionReceived,
    reviews.OpinionLapsed,
)
_OF_CONSULTATIONS: tuple[type[consultations.ConsultationEvent], ...] = (
    consultations.ConsultationOpened,
    consultations.ConsultationClosed,
    consultations.ConsultationAnswered,
)
_OF_SESSIONS: tuple[type[councils.SessionEvent], ...] = (
    councils.CouncilConvened,
    councils.CouncilVoteOpened,
    councils.CouncilVoteClosed,
    councils.CouncilMinuted,
    councils.CouncilAdjourned,
    councils.CouncilCaseStruck,
)


def build_subscribers(use_cases: UseCases) -> list[Group]:
    """Everything that the console listens to. One group, so that all rows are rebuilt together."""
    return [
        Group(
            "console.views",
            (
                *(on(event, use_cases.follow_nomination) for event in _OF_NOMINATIONS),
                *(on(event, use_cases.follow_review) for event in _OF_CASES),
                on(councils.CouncilChanged, use_cases.follow_council),
                *(on(event, use_cases.follow_opinion) for event in _OF_OPINIONS),
                *(on(event, use_cases.follow_consultation) for event in _OF_CONSULTATIONS),
                *(on(event, use_cases.follow_session) for event in _OF_SESSIONS),
                on(awards.DecisionDrafted, use_cases.follow_decision),
                on(awards.DecisionSigned, use_cases.follow_decision),
                on(awards.DecisionReturned, use_cases.follow_decision),
                on(awards.DecisionRowReleased, use_cases.follow_decision),
                on(awards.AwardReserved, use_cases.follow_award),
                on(awards.AwardFreed, use_cases.follow_award),
                on(awards.AwardGranted, use_cases.follow_award),
                on(awards.AwardPublished, use_cases.publish_card),
                on(awards.AwardCeremonySet, use_cases.follow_award),
                on(awards.AwardCeremonyCalledOff, use_cases.follow_award),
                on(awards.AwardPresented, use_cases.follow_award),
                on(awards.AwardCorrected, use_cases.change_card),
                on(awards.AwardBonusPaid, use_cases.follow_award),
                on(awards.AwardRevoked, use_cases.change_card),
                on(awards.AwardRecovered, use_cases.follow_award),
                on(notifications.NotificationDelivered, use_cases.follow_letter),
                on(notifications.NotificationFailed, use_cases.follow_letter),
                on(organisation.UnitChanged, use_cases.follow_unit),
                on(organisation.UnitClosed, use_cases.follow_unit),
            ),
            Replay.FREE,
        )
    ]
