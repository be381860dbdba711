"""What the console does when an event arrives: it writes read models."""

from services.console.usecases import UseCases
from shared.contracts import awards, nominations, organisation, reviews
from shared.runtime.bus.subscription import Group, Subscription, on

_CASE = (
    reviews.ReviewCaseOpened,
    reviews.ReviewAdmitted,
    reviews.ReviewAppraised,
    reviews.ReviewRecommended,
    reviews.ReviewNotRecommended,
    reviews.ReviewClosed,
)
_SESSION = (
    reviews.CouncilConvened,
    reviews.CouncilVoteOpened,
    reviews.CouncilAdjourned,
    reviews.CouncilVoteClosed,
)
_NOMINATION = (
    nominations.NominationDrafted,
    nominations.NominationSubmitted,
    nominations.NominationReceived,
    nominations.NominationAccepted,
    nominations.NominationReturned,
    nominations.NominationResubmitted,
    nominations.NominationMerged,
    nominations.NominationForwarded,
    nominations.NominationWithdrawn,
)
_DECISION = (awards.DecisionDrafted, awards.DecisionSigned, awards.DecisionReturned)
_AWARD = (awards.AwardReserved, awards.AwardFreed, awards.AwardGranted, awards.AwardPublished)


def build_subscribers(use_cases: UseCases) -> list[Group]:
    """Two groups: the wall is one of its own, so that it can be hung anew alone."""
    rows: list[Subscription] = [
        *(on(event, use_cases.follow_nomination) for event in _NOMINATION),
        *(on(event, use_cases.follow_review) for event in _CASE),
        *(on(event, use_cases.follow_session) for event in _SESSION),
        on(reviews.CouncilChanged, use_cases.follow_council),
        *(on(event, use_cases.follow_decision) for event in _DECISION),
        *(on(event, use_cases.follow_award) for event in _AWARD),
        on(organisation.UnitChanged, use_cases.follow_unit),
    ]
    return [
        Group("console.views", tuple(rows)),
        Group("console.wall", (on(awards.AwardPublished, use_cases.hang_card),)),
    ]
