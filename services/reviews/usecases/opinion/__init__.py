"""What happens to an opinion."""

from dataclasses import dataclass

from services.reviews.usecases.asking import Opinions
from services.reviews.usecases.opinion.alarm import AlarmOpinions
from services.reviews.usecases.opinion.ask import AskOpinions
from services.reviews.usecases.opinion.follow_case import FollowCase
from services.reviews.usecases.opinion.lapse import LapseOpinions
from services.reviews.usecases.opinion.reply import ReplyOpinion
from services.reviews.usecases.opinion.request import RequestOpinion
from services.reviews.usecases.ports import Cases
from shared.kernel.clock import Clock
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class OpinionUseCases:
    """What happens to an opinion, in this order."""

    ask: AskOpinions
    request: RequestOpinion
    reply: ReplyOpinion
    alarm: AlarmOpinions
    lapse: LapseOpinions
    follow_case: FollowCase


def opinion_use_cases(opinions: Opinions, cases: Cases, packs: RulePacks, clock: Clock) -> OpinionUseCases:
    """All of them on these ports."""
    return OpinionUseCases(
        ask=AskOpinions(opinions, cases),
        request=RequestOpinion(opinions, cases, clock),
        reply=ReplyOpinion(opinions, clock),
        alarm=AlarmOpinions(opinions, cases, packs, clock),
        lapse=LapseOpinions(opinions, cases, clock),
        follow_case=FollowCase(opinions, cases, packs),
    )
