"""What must have come of a withdrawal, and of a case that ended: nobody waits, and nobody decides about it any more."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts, Told
from deploy.standalone.reconcile.layout import BY_NAME
from services.reviews.domain.case import BEFORE_READY
from services.reviews.domain.row import award_id

_VOTES_OR_WILL = frozenset({"convened", "voting_open"})


def answered(facts: Facts, event: Told) -> Iterator[str]:
    """The case ended, unless a signature was faster; and no draft commends by it."""
    case, was_signed = facts.of("cases").get(event.subject), False
    for decision in facts.of("decisions").values():
        outcomes = {row["outcome"] for row in decision.state["rows"] if row["case_id"] == str(event.subject)}
        was_signed = was_signed or "granted" in outcomes
        if decision.stands == "drafted" and "reserved" in outcomes:
            yield f"decision {decision.id} still names case {event.subject}"
    if case is None or not (was_signed or case.stands in BY_NAME["cases"].finals):
        yield f"case {event.subject} still waits for its withdrawal"


def freed(facts: Facts, event: Told) -> Iterator[str]:
    """The award of a row that was let go holds no claim."""
    award = facts.of("awards").get(award_id(event.subject, event.names["case_id"]))
    if award is not None and award.stands == "reserved":
        yield f"award {award.id} is still reserved"


def struck(facts: Facts, event: Told) -> Iterator[str]:
    """No session that goes on has a case that ended or was given back."""
    named = event.names.get("case_ids") or (event.names["case_id"],)
    cases = [case for case_id in named if (case := facts.of("cases").get(case_id)) is not None]
    finals = BY_NAME["cases"].finals
    left = {str(case.id) for case in cases if case.stands in finals or case.stood in BEFORE_READY}
    for session in facts.of("sessions").values() if left else ():
        if session.stands in _VOTES_OR_WILL and left & {vote["case_id"] for vote in session.state["votes"]}:
            yield f"session {session.id} still has a case that left"
