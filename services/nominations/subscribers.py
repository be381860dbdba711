"""What nominations does when an event arrives."""

from services.nominations.usecases import UseCases
from shared.contracts.awards import AwardGranted, AwardRevoked
from shared.contracts.deeds import DeedAmended, DeedAttributionDisputed, DeedAttributionResolved, DeedLinked
from shared.contracts.nominations import (
    NominationAccepted,
    NominationHeld,
    NominationReleased,
    NominationRerouted,
    NominationResubmitted,
    NominationSubmitted,
    SubmissionSent,
)
from shared.contracts.organisation import UnitsMerged, UnitSplit
from shared.contracts.results import ResultsReported
from shared.contracts.reviews import ReviewClosed, ReviewHeld, ReviewReleased, ReviewReturned
from shared.runtime.bus.subscription import Group, Replay, on

_OF_DEEDS = (DeedAmended, DeedAttributionDisputed, DeedAttributionResolved, DeedLinked)


def build_subscribers(use_cases: UseCases) -> list[Group]:
    """Everything that nominations listens to. What acts on files may not be read again as if it were new.

    The history of awards has a group of its own, so that it can be built again alone. The group that closes the file
    keeps it too: whoever sees a file granted must meet the history.
    """
    refused, acts = Replay.REFUSED, use_cases.nomination
    found = (on(ResultsReported, use_cases.exemplar.detect), on(AwardGranted, use_cases.exemplar.recognise))
    reviewed = (
        on(ReviewClosed, acts.follow_close),
        on(ReviewReturned, acts.follow_return),
        on(ReviewHeld, acts.follow_hold),
        on(ReviewReleased, acts.follow_hold),
    )
    titles = (on(AwardGranted, use_cases.subject.win_title), on(AwardRevoked, use_cases.subject.lose_title))
    flow = (
        on(NominationAccepted, acts.forward),
        on(NominationReleased, acts.forward),
        on(NominationRerouted, acts.draft_rerouted),
        on(SubmissionSent, use_cases.submission.mark_rows),
    )
    steps = (NominationSubmitted, NominationResubmitted, NominationHeld, NominationReleased)
    disputes = (
        *(on(news, acts.hear_of_deed) for news in _OF_DEEDS),
        *(on(step, acts.follow_deed) for step in steps),
    )
    return [
        Group("nominations.flow", flow, refused),
        Group("nominations.disputes", disputes, refused),
        Group("nominations.reviews", reviewed, refused),
        Group("nominations.awards", (on(AwardGranted, acts.follow_grant),), refused),
        Group("nominations.exemplars", found, refused),
        Group("nominations.titles", titles, refused),
        history(use_cases),
        Group(
            "nominations.lineage",
            (on(UnitsMerged, use_cases.unit.follow_merger), on(UnitSplit, use_cases.unit.follow_split)),
            refused,
        ),
    ]


def history(use_cases: UseCases) -> Group:
    """What writes the history of awards and nothing else."""
    acts = use_cases.nomination
    told = (on(AwardGranted, acts.remember_grant), on(AwardRevoked, acts.forget_grant))
    return Group("nominations.history", told, Replay.FREE)
