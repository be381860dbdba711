"""What notifications does when an event arrives: it plans who is told, always in the same way."""

from services.notifications.usecases import UseCases
from shared.contracts import (
    awards,
    consultations,
    deeds,
    exemplars,
    movements,
    nominations,
    organisation,
    reviews,
    supervision,
)
from shared.contracts.event import Event
from shared.runtime.bus.subscription import Group, Replay, on

_TOLD: tuple[type[Event], ...] = (
    nominations.NominationSubmitted,
    nominations.NominationResubmitted,
    nominations.NominationAccepted,
    nominations.NominationNeedsReview,
    nominations.NominationIneligible,
    nominations.NominationLapsed,
    nominations.NominationRerouted,
    nominations.NominationReturned,
    nominations.NominationMerged,
    nominations.NominationHeld,
    nominations.NominationReleased,
    nominations.NominationWithdrawn,
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
    reviews.ReviewWithdrawalRequested,
    reviews.ReviewClosed,
    consultations.ConsultationOpened,
    consultations.ConsultationClosed,
    reviews.OpinionRequested,
    reviews.OpinionReceived,
    reviews.OpinionLapsed,
    reviews.CouncilConvened,
    reviews.CouncilVoteOpened,
    reviews.CouncilAdjourned,
    reviews.CouncilVoteClosed,
    reviews.CouncilMinuted,
    awards.DecisionDrafted,
    awards.DecisionSigned,
    awards.DecisionReturned,
    awards.DelegationRecorded,
    awards.DelegationEnded,
    awards.AwardGranted,
    awards.AwardPublished,
    awards.AwardPresented,
    awards.AwardCorrected,
    deeds.DeedAttributionDisputed,
    deeds.DeedAttributionResolved,
    awards.AwardBonusPaid,
    awards.AwardRevoked,
    awards.AwardRecovered,
    deeds.SuggestionReceived,
    deeds.SuggestionAnswered,
    exemplars.ExemplarDetected,
    exemplars.ExemplarConfirmed,
    supervision.FindingRaised,
    supervision.FindingAssigned,
    supervision.FindingRemedied,
    supervision.FindingVerified,
    supervision.FindingReopened,
    organisation.RulePackActivated,
    supervision.ComplaintReceived,
    supervision.ComplaintAccepted,
    supervision.ComplaintResolved,
    movements.MovementLaunched,
)


def build_subscribers(use_cases: UseCases) -> list[Group]:
    """Everything that notifications listens to. One group, so that every event is planned once.

    Read again, it would tell people again: the feed and the register are no read models but what was said, for ever.
    """
    routed = tuple(on(event, use_cases.event.route) for event in _TOLD)
    return [Group("notifications.router", routed, Replay.REFUSED)]
