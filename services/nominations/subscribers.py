"""What nominations does when an event arrives."""

from services.nominations.usecases import UseCases
from shared.contracts.awards import AwardGranted
from shared.contracts.nominations import NominationAccepted
from shared.contracts.reviews import ReviewClosed
from shared.runtime.bus.subscription import Group, Replay, on


def build_subscribers(use_cases: UseCases) -> list[Group]:
    """Everything that nominations listens to. All of it acts on files, so none may be read again as if it were new."""
    refused, acts = Replay.REFUSED, use_cases.nomination
    return [
        Group("nominations.flow", (on(NominationAccepted, acts.forward),), refused),
        Group("nominations.reviews", (on(ReviewClosed, acts.follow_close),), refused),
        Group("nominations.awards", (on(AwardGranted, acts.follow_grant),), refused),
    ]


def history(use_cases: UseCases) -> Group:
    """What writes the history of awards and nothing else, to build it again."""
    return Group("nominations.awards", (on(AwardGranted, use_cases.nomination.remember_grant),), Replay.FREE)
