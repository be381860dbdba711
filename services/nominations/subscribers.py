"""What nominations does when an event arrives."""

from services.nominations.usecases import UseCases
from shared.contracts.awards import AwardGranted
from shared.contracts.nominations import NominationAccepted
from shared.contracts.reviews import ReviewClosed
from shared.runtime.bus.subscription import Group, on


def build_subscribers(use_cases: UseCases) -> list[Group]:
    """Everything that nominations listens to."""
    return [
        Group("nominations.flow", (on(NominationAccepted, use_cases.nomination.forward),)),
        Group("nominations.reviews", (on(ReviewClosed, use_cases.nomination.follow_close),)),
        Group("nominations.awards", (on(AwardGranted, use_cases.nomination.follow_grant),)),
    ]
