"""What notifications does when an event arrives: it plans who is told, always in the same way."""

from services.notifications.usecases import UseCases
from shared.contracts import awards, movements, nominations, reviews
from shared.runtime.bus.subscription import Group, Replay, on


def build_subscribers(use_cases: UseCases) -> list[Group]:
    """Everything that notifications listens to. One group, so that every event is planned once.

    Read again, it would tell people again: the feed and the register are no read models but what was said, for ever.
    """
    route = use_cases.event.route
    return [
        Group(
            "notifications.router",
            (
                on(nominations.NominationSubmitted, route),
                on(nominations.NominationResubmitted, route),
                on(nominations.NominationAccepted, route),
                on(nominations.NominationReturned, route),
                on(nominations.NominationMerged, route),
                on(nominations.NominationWithdrawn, route),
                on(reviews.ReviewCaseOpened, route),
                on(reviews.ReviewAdmitted, route),
                on(reviews.ReviewAppraised, route),
                on(reviews.ReviewRecommended, route),
                on(reviews.ReviewNotRecommended, route),
                on(reviews.ReviewClosed, route),
                on(reviews.CouncilConvened, route),
                on(reviews.CouncilVoteOpened, route),
                on(reviews.CouncilAdjourned, route),
                on(reviews.CouncilVoteClosed, route),
                on(awards.DecisionDrafted, route),
                on(awards.DecisionSigned, route),
                on(awards.DecisionReturned, route),
                on(awards.AwardGranted, route),
                on(awards.AwardPublished, route),
                on(movements.MovementLaunched, route),
            ),
            Replay.REFUSED,
        )
    ]
