"""What the console does when an event arrives: it moves its rows on."""

from services.console.usecases import UseCases
from shared.contracts import awards, nominations, organisation, reviews
from shared.runtime.bus.subscription import Group, Replay, on


def build_subscribers(use_cases: UseCases) -> list[Group]:
    """Everything that the console listens to. One group, so that all rows are rebuilt together."""
    return [
        Group(
            "console.views",
            (
                on(nominations.NominationDrafted, use_cases.follow_nomination),
                on(nominations.NominationSubmitted, use_cases.follow_nomination),
                on(nominations.NominationReceived, use_cases.follow_nomination),
                on(nominations.NominationAccepted, use_cases.follow_nomination),
                on(nominations.NominationReturned, use_cases.follow_nomination),
                on(nominations.NominationResubmitted, use_cases.follow_nomination),
                on(nominations.NominationMerged, use_cases.follow_nomination),
                on(nominations.NominationForwarded, use_cases.follow_nomination),
                on(nominations.NominationWithdrawn, use_cases.follow_nomination),
                on(reviews.ReviewCaseOpened, use_cases.follow_review),
                on(reviews.ReviewAdmitted, use_cases.follow_review),
                on(reviews.ReviewAppraised, use_cases.follow_review),
                on(reviews.ReviewRecommended, use_cases.follow_review),
                on(reviews.ReviewNotRecommended, use_cases.follow_review),
                on(reviews.ReviewClosed, use_cases.follow_review),
                on(reviews.CouncilChanged, use_cases.follow_council),
                on(reviews.CouncilConvened, use_cases.follow_session),
                on(reviews.CouncilVoteOpened, use_cases.follow_session),
                on(reviews.CouncilVoteClosed, use_cases.follow_session),
                on(reviews.CouncilAdjourned, use_cases.follow_session),
                on(awards.DecisionDrafted, use_cases.follow_decision),
                on(awards.DecisionSigned, use_cases.follow_decision),
                on(awards.DecisionReturned, use_cases.follow_decision),
                on(awards.AwardReserved, use_cases.follow_award),
                on(awards.AwardFreed, use_cases.follow_award),
                on(awards.AwardGranted, use_cases.follow_award),
                on(awards.AwardPublished, use_cases.publish_card),
                on(organisation.UnitChanged, use_cases.follow_unit),
            ),
            Replay.FREE,
        )
    ]
