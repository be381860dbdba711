"""What must have come of a consultation's events, and of a case about which the public is asked."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts, Told
from deploy.standalone.reconcile.invariants.opinions import heard
from deploy.standalone.reconcile.layout import BY_NAME
from services.reviews.domain.consultation import consultation_id_of


def over(facts: Facts, event: Told) -> Iterator[str]:
    """No case waits for a consultation in which nothing was left to be answered."""
    if not event.names["unanswered"]:
        yield from heard(facts, event)


def follows_case(facts: Facts, event: Told) -> Iterator[str]:
    """An open consultation stands still as long as its case does, and is not open when that has ended."""
    case_id = event.names["case_id"]
    case, asked = facts.of("cases").get(case_id), facts.of("consultations").get(consultation_id_of(case_id))
    if case is None or asked is None or asked.stands != "window_open":
        return
    if case.stands in BY_NAME["cases"].finals:
        yield f"consultation {asked.id} is open, and its case has ended"
    elif bool(asked.state.get("paused")) is not (case.stands == "on_hold"):
        yield f"consultation {asked.id} does not stand still as its case does"
