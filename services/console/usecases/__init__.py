"""All that the console can do: follow what the owners say, and answer what its pages ask."""

from collections.abc import Callable
from dataclasses import dataclass

from services.console.usecases.change_card import ChangeCard
from services.console.usecases.follow_award import FollowAward
from services.console.usecases.follow_consultation import FollowConsultation
from services.console.usecases.follow_council import FollowCouncil
from services.console.usecases.follow_decision import FollowDecision
from services.console.usecases.follow_letter import FollowLetter
from services.console.usecases.follow_nomination import FollowNomination
from services.console.usecases.follow_opinion import FollowOpinion
from services.console.usecases.follow_review import FollowReview
from services.console.usecases.follow_session import FollowSession
from services.console.usecases.follow_unit import FollowUnit
from services.console.usecases.hang_card import HangCard
from services.console.usecases.ports import Cases, Councils, Decisions, Drafts, Lineage, Meetings, Owners, Units, Wall
from services.console.usecases.publish_card import PublishCard
from services.console.usecases.queries import Queries
from services.console.usecases.send_nomination import SendNomination


@dataclass(frozen=True, slots=True)
class Ports:
    """What the use cases stand on."""

    cases: Cases
    meetings: Meetings
    decisions: Decisions
    councils: Councils
    units: Units
    lineage: Lineage
    wall: Wall
    drafts: Drafts
    owners: Owners


@dataclass(frozen=True, slots=True)
class UseCases:
    """The table of contents."""

    follow_nomination: FollowNomination
    follow_review: FollowReview
    follow_opinion: FollowOpinion
    follow_consultation: FollowConsultation
    follow_session: FollowSession
    follow_decision: FollowDecision
    follow_award: FollowAward
    follow_council: FollowCouncil
    follow_letter: FollowLetter
    follow_unit: FollowUnit
    publish_card: PublishCard
    change_card: ChangeCard
    send_nomination: SendNomination
    queries: Queries


def build_use_cases(ports: Ports, wake: Callable[[], None]) -> UseCases:
    """All use cases on their ports; `wake` tells the live stream that a card was hung or changed."""
    follow_award = FollowAward(ports.cases)
    return UseCases(
        follow_nomination=FollowNomination(ports.cases),
        follow_review=FollowReview(ports.cases),
        follow_opinion=FollowOpinion(ports.cases),
        follow_consultation=FollowConsultation(ports.cases),
        follow_session=FollowSession(ports.meetings, ports.cases),
        follow_decision=FollowDecision(ports.decisions, ports.cases),
        follow_award=follow_award,
        follow_council=FollowCouncil(ports.councils),
        follow_letter=FollowLetter(ports.cases),
        follow_unit=FollowUnit(ports.units),
        publish_card=PublishCard(HangCard(ports.wall, wake), follow_award),
        change_card=ChangeCard(ports.wall, wake, follow_award),
        send_nomination=SendNomination(ports.owners, ports.drafts),
        queries=Queries(
            ports.cases, ports.meetings, ports.decisions, ports.councils, ports.units, ports.lineage, ports.wall
        ),
    )
