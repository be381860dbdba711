"""What reviews does when an event arrives."""

from services.reviews.usecases import UseCases
from shared.contracts.awards import (
    AwardFreed,
    AwardGranted,
    AwardReserved,
    DecisionDrafted,
    DecisionReturned,
    DecisionSigned,
)
from shared.contracts.nominations import (
    NominationForwarded,
    NominationIneligible,
    NominationMerged,
    NominationSubmitted,
    NominationWithdrawn,
)
from shared.contracts.reviews import CouncilAdjourned, CouncilConvened, CouncilVoteClosed
from shared.runtime.bus.subscription import Group, Replay, on


def build_subscribers(use_cases: UseCases) -> list[Group]:
    """Everything that reviews listens to. What acts and says so may not be read again as if it were new."""
    case, decision, award = use_cases.case, use_cases.decision, use_cases.award
    return [
        Group(
            "reviews.cases",
            (
                on(NominationSubmitted, case.open),
                on(NominationForwarded, case.admit),
                on(NominationWithdrawn, case.close),
                on(NominationMerged, case.close),
                on(NominationIneligible, case.close),
                on(CouncilConvened, case.seat),
                on(CouncilAdjourned, case.unseat),
                on(CouncilVoteClosed, case.record_vote),
                on(DecisionDrafted, case.queue),
                on(DecisionReturned, case.unqueue),
                on(AwardFreed, case.unqueue),
                on(AwardGranted, case.finish),
            ),
            Replay.REFUSED,
        ),
        Group(
            "reviews.awards",
            (
                on(DecisionDrafted, award.reserve),
                on(DecisionSigned, award.grant),
                on(DecisionReturned, award.free),
                on(AwardGranted, award.publish),
            ),
            Replay.REFUSED,
        ),
        Group(
            "reviews.decisions",
            (on(AwardReserved, decision.mark_row), on(AwardFreed, decision.mark_row)),
            Replay.REFUSED,
        ),
        Group("reviews.findings", (on(AwardGranted, use_cases.finding.notice_late),), Replay.REFUSED),
        figures(use_cases),
    ]


def figures(use_cases: UseCases) -> Group:
    """What writes figures and nothing else."""
    return Group("reviews.figures", (on(AwardGranted, use_cases.figures.count),), Replay.FREE)
