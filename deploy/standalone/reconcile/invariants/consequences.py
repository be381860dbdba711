"""What must have come of an event once a group has handled it, for the groups that act on aggregates."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from deploy.standalone.reconcile.facts import Facts, Thing, Told
from deploy.standalone.reconcile.invariants import agendas, complaints, consultations, opinions, withdrawals
from deploy.standalone.reconcile.invariants.agendas import within
from deploy.standalone.reconcile.invariants.consequence import Consequence, Missing
from deploy.standalone.reconcile.invariants.disputes import case_follows_deed, file_follows_deed
from deploy.standalone.reconcile.invariants.links import claims_agree
from deploy.standalone.reconcile.invariants.of_nominations import (
    detected,
    drafted_anew,
    followed,
    forgotten,
    recognised,
    remembered,
    rows_answered,
    stands_with_case,
    titled,
    untitled,
    went_on,
)
from deploy.standalone.reconcile.invariants.of_units import OF_UNITS
from deploy.standalone.reconcile.layout import AWARDED, BY_NAME
from services.reviews.domain.finding import late_finding_id
from services.reviews.domain.row import award_id

_OF_DEEDS = ("deed.amended", "deed.attribution_disputed", "deed.attribution_resolved", "deed.linked")


def _opened(facts: Facts, event: Told) -> Iterator[str]:
    if event.subject not in facts.of("cases"):
        yield f"case {event.subject} was never opened"


def _ended(facts: Facts, event: Told) -> Iterator[str]:
    case = facts.of("cases").get(event.subject)
    if case is not None and not _is_final(case):
        yield f"case {case.id} is still {case.stands}"


def _is_not(kind: str, state: str) -> Missing:
    def missing(facts: Facts, event: Told) -> Iterator[str]:
        thing = facts.of(kind).get(event.subject)
        if thing is None or thing.stands == state:
            yield f"{kind} {event.subject} is {'gone' if thing is None else thing.stands}"

    return missing


def _queued(facts: Facts, event: Told) -> Iterator[str]:
    decision = facts.of("decisions").get(event.subject)
    for row in decision.state["rows"] if decision is not None and decision.stands == "drafted" else ():
        case = facts.of("cases").get(UUID(row["case_id"]))
        if row["outcome"] == "reserved" and (case is None or str(event.subject) not in within(case, "decision")):
            yield f"case {row['case_id']} does not wait for the decision"


def _let_go(facts: Facts, event: Told) -> Iterator[str]:
    decision_id = event.names.get("decision_id", event.subject)
    for case_id in event.names.get("case_ids") or (event.names["case_id"],):
        case = facts.of("cases").get(case_id)
        if case is not None and not _is_final(case) and str(decision_id) in within(case, "decision"):
            yield f"case {case_id} still waits for the decision"


def _is_final(thing: Thing) -> bool:
    return thing.stands in BY_NAME[thing.kind].finals


def _awards_are(*states: str) -> Missing:
    def missing(facts: Facts, event: Told) -> Iterator[str]:
        for case_id in event.names["case_ids"]:
            award = facts.of("awards").get(award_id(event.subject, case_id))
            if award is None or (states and award.stands not in states):
                yield f"award {award_id(event.subject, case_id)} is {'not there' if award is None else award.stands}"

    return missing


def _marked(facts: Facts, event: Told) -> Iterator[str]:
    decision = facts.of("decisions").get(event.names["decision_id"])
    rows = decision.state["rows"] if decision is not None and decision.stands == "drafted" else ()
    if any(row["award_id"] == str(event.subject) and row["outcome"] == "pending" for row in rows):
        yield f"decision {event.names['decision_id']} does not know of it"


def _stands_granted(kind: str) -> Missing:
    def missing(facts: Facts, event: Told) -> Iterator[str]:
        thing: Thing | None = facts.of(kind).get(event.names["case_id"])
        if thing is None or thing.stands != "granted":
            yield f"{kind} {event.names['case_id']} is {'gone' if thing is None else thing.stands}"

    return missing


def _published(facts: Facts, event: Told) -> Iterator[str]:
    award = facts.of("awards").get(event.subject)
    if award is None or award.stands not in AWARDED - {"granted"}:
        yield f"award {event.subject} is {'gone' if award is None else award.stands}"


def _noticed(facts: Facts, event: Told) -> Iterator[str]:
    award = facts.of("awards").get(event.subject)
    grant = award.state.get("grant") if award is not None else None
    if grant and grant.get("late") and late_finding_id(event.subject) not in facts.of("findings"):
        yield f"that award {event.subject} came late was not found"


def _counted(facts: Facts, event: Told) -> Iterator[str]:
    if (times := facts.shown.counted.get(event.subject, 0)) != 1:
        yield f"figures count award {event.subject} {times} times"


def _taken_back(facts: Facts, event: Told) -> Iterator[str]:
    if event.subject not in facts.shown.uncounted:
        yield f"figures still count award {event.subject}"


def _expected(facts: Facts, event: Told) -> Iterator[str]:
    if (times := facts.shown.expected.get(event.subject, 0)) != 1:
        yield f"figures count suggestion {event.subject} {times} times"


def _settled(facts: Facts, event: Told) -> Iterator[str]:
    if event.subject not in facts.shown.settled:
        yield f"figures do not know that suggestion {event.subject} was answered"


def _is_formal(facts: Facts, event: Told) -> Iterator[str]:
    if event.subject not in facts.shown.formal:
        yield f"figures of formalism do not know {event.subject}"


def _of_movement(facts: Facts, event: Told) -> Iterator[str]:
    """An award counts for the movement that was told with it, and none after its revocation."""
    award = facts.of("awards").get(event.subject)
    is_of_one = event.names.get("movement_id") is not None
    counts = is_of_one and award is not None and award.state.get("live", False)
    if (event.subject in facts.shown.formal) is not counts:
        yield f"figures of formalism {'do not' if counts else 'still'} count award {event.subject}"


def _staffed(facts: Facts, event: Told) -> Iterator[str]:
    if facts.shown.staffed.get(event.subject, 0) < event.sequence:
        yield f"the staff of unit {event.subject} is not known as of event {event.sequence}"


CONSEQUENCES: tuple[Consequence, ...] = (
    *OF_UNITS,
    Consequence("reviews.cases", "nomination.submitted", _opened),
    Consequence("reviews.cases", "nomination.forwarded", _is_not("cases", "opened")),
    Consequence("reviews.cases", "nomination.withdrawn", _ended),
    Consequence("reviews.cases", "nomination.merged", _ended),
    Consequence("reviews.cases", "nomination.ineligible", _ended),
    Consequence("reviews.cases", "nomination.lapsed", _ended),
    Consequence("reviews.cases", "opinion.requested", opinions.awaited),
    Consequence("reviews.cases", "opinion.received", opinions.heard),
    Consequence("reviews.cases", "opinion.lapsed", opinions.heard),
    Consequence("reviews.opinions", "review.appraised", opinions.asked),
    *(
        Consequence("reviews.opinions", event, opinions.follow_case)
        for event in ("review.held", "review.released", "review.closed")
    ),
    Consequence("reviews.cases", "consultation.closed", consultations.over),
    Consequence("reviews.cases", "consultation.answered", opinions.heard),
    *(
        Consequence("reviews.consultations", event, consultations.follows_case)
        for event in ("consultation.opened", "review.held", "review.released", "review.closed")
    ),
    Consequence("reviews.cases", "council.convened", agendas.seated),
    Consequence("reviews.cases", "council.vote_closed", agendas.voted),
    Consequence("reviews.cases", "council.adjourned", agendas.left_session),
    Consequence("reviews.cases", "council.case_struck", agendas.struck),
    Consequence("reviews.cases", "review.withdrawal_requested", withdrawals.answered),
    Consequence("reviews.sessions", "review.closed", withdrawals.struck),
    Consequence("reviews.sessions", "review.returned", withdrawals.struck),
    Consequence("reviews.sessions", "review.escalated", withdrawals.struck),
    Consequence("reviews.sessions", "council.convened", withdrawals.struck),
    Consequence("reviews.awards", "decision.row_released", withdrawals.freed),
    Consequence("reviews.cases", "decision.drafted", _queued),
    Consequence("reviews.cases", "decision.returned", _let_go),
    Consequence("reviews.cases", "award.freed", _let_go),
    Consequence("reviews.cases", "award.granted", _stands_granted("cases")),
    Consequence("reviews.cases", "complaint.accepted", complaints.case_knows),
    Consequence("reviews.cases", "complaint.resolved", complaints.case_goes_on),
    Consequence("reviews.awards", "complaint.accepted", complaints.award_knows),
    Consequence("reviews.awards", "complaint.resolved", complaints.award_goes_on),
    Consequence("reviews.awards", "decision.drafted", _awards_are()),
    Consequence("reviews.awards", "decision.signed", _awards_are(*AWARDED)),
    Consequence("reviews.awards", "decision.returned", _awards_are("freed")),
    Consequence("reviews.awards", "award.granted", _published),
    Consequence("reviews.decisions", "award.reserved", _marked),
    Consequence("reviews.decisions", "award.freed", _marked),
    Consequence("reviews.links", "deed.linked", claims_agree),
    Consequence("reviews.links", "award.reserved", claims_agree),
    Consequence("reviews.links", "award.revoked", claims_agree),
    *(
        Consequence("reviews.disputes", event, case_follows_deed)
        for event in (*_OF_DEEDS, "review.admitted", "review.held", "review.released")
    ),
    *(
        Consequence("nominations.disputes", event, file_follows_deed)
        for event in (*_OF_DEEDS, *(f"nomination.{name}" for name in ("submitted", "resubmitted", "held", "released")))
    ),
    Consequence("reviews.findings", "award.granted", _noticed),
    Consequence("reviews.figures", "award.granted", _counted),
    Consequence("reviews.figures", "award.revoked", _taken_back),
    Consequence("reviews.answers", "suggestion.received", _expected),
    Consequence("reviews.answers", "suggestion.answered", _settled),
    Consequence("reviews.formalities", "nomination.received", _is_formal),
    Consequence("reviews.formalities", "movement.launched", _is_formal),
    Consequence("reviews.formalities", "award.granted", _of_movement),
    Consequence("reviews.formalities", "award.revoked", _of_movement),
    Consequence("reviews.staff", "org.unit_changed", _staffed),
    Consequence("reviews.staff", "org.unit_closed", _staffed),
    Consequence("nominations.flow", "nomination.accepted", _is_not("nominations", "accepted")),
    Consequence("nominations.flow", "nomination.released", went_on),
    Consequence("nominations.flow", "nomination.rerouted", drafted_anew),
    Consequence("nominations.flow", "submission.sent", rows_answered),
    Consequence("nominations.reviews", "review.closed", followed),
    Consequence("nominations.reviews", "review.returned", opinions.given_back),
    Consequence("nominations.reviews", "review.held", stands_with_case),
    Consequence("nominations.reviews", "review.released", stands_with_case),
    Consequence("nominations.awards", "award.granted", _stands_granted("nominations")),
    Consequence("nominations.exemplars", "results.reported", detected),
    Consequence("nominations.exemplars", "award.granted", recognised),
    Consequence("nominations.titles", "award.granted", titled),
    Consequence("nominations.titles", "award.revoked", untitled),
    Consequence("nominations.history", "award.granted", remembered),
    Consequence("nominations.history", "award.revoked", forgotten),
)

BY_EVENT: Mapping[str, tuple[Consequence, ...]] = {
    event: tuple(one for one in CONSEQUENCES if one.event == event) for event in {one.event for one in CONSEQUENCES}
}
