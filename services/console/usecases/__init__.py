"""Everything that the console does with events: read models, nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from services.console.usecases.follow_award import FollowAward
from services.console.usecases.follow_council import FollowCouncil
from services.console.usecases.follow_decision import FollowDecision
from services.console.usecases.follow_nomination import FollowNomination
from services.console.usecases.follow_review import FollowReview
from services.console.usecases.follow_session import FollowSession
from services.console.usecases.follow_unit import FollowUnit
from services.console.usecases.hang_card import HangCard
from services.console.usecases.ports import Cases, Councils, Decisions, Meetings, Units, Wall


@dataclass(frozen=True, slots=True)
class Views:
    """The read models that pages are drawn from."""

    cases: Cases
    meetings: Meetings
    decisions: Decisions
    councils: Councils
    units: Units
    wall: Wall


@dataclass(frozen=True, slots=True)
class UseCases:
    """All that the console does by itself."""

    follow_nomination: FollowNomination
    follow_review: FollowReview
    follow_session: FollowSession
    follow_council: FollowCouncil
    follow_decision: FollowDecision
    follow_award: FollowAward
    follow_unit: FollowUnit
    hang_card: HangCard


def build_use_cases(views: Views, wake: Callable[[], None]) -> UseCases:
    """Put every use case on the read models; `wake` tells the live stream of a new card."""
    return UseCases(
        follow_nomination=FollowNomination(views.cases),
        follow_review=FollowReview(views.cases),
        follow_session=FollowSession(views.meetings, views.cases),
        follow_council=FollowCouncil(views.councils),
        follow_decision=FollowDecision(views.decisions, views.cases),
        follow_award=FollowAward(views.cases),
        follow_unit=FollowUnit(views.units),
        hang_card=HangCard(views.wall, wake),
    )
