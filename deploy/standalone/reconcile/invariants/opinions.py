"""What must have come of an opinion's events, and of a case that was given back."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts, Told
from deploy.standalone.reconcile.layout import BY_NAME


def asked(facts: Facts, event: Told) -> Iterator[str]:
    """Every body that an appraisal wants asked was asked."""
    for asked in event.names["asks"]:
        if asked.opinion_id not in facts.of("opinions"):
            yield f"opinion {asked.opinion_id} was never asked for"


def awaited(facts: Facts, event: Told) -> Iterator[str]:
    """As long as nobody answered, a case that asks waits; one that had gone on when it was asked does not."""
    opinion, case = facts.of("opinions").get(event.subject), facts.of("cases").get(event.names["case_id"])
    if opinion is None or case is None or (opinion.stands, case.stood) != ("requested", "consulting"):
        return
    if str(event.subject) not in case.state.get("awaits", ()):
        yield f"case {case.id} does not wait for the opinion"


def heard(facts: Facts, event: Told) -> Iterator[str]:
    """No case waits for what was answered."""
    case = facts.of("cases").get(event.names["case_id"])
    if (
        case is not None
        and case.stands not in BY_NAME["cases"].finals
        and str(event.subject) in case.state.get("awaits", ())
    ):
        yield f"case {case.id} still waits for the answer"


def follow_case(facts: Facts, event: Told) -> Iterator[str]:
    """What is still asked about a case stands still as long as it does, and is asked no more when it has ended."""
    case = facts.of("cases").get(event.subject)
    if case is None:
        return
    for opinion in facts.of("opinions").values():
        if (opinion.stands, opinion.state.get("case_id")) != ("requested", str(case.id)):
            continue
        if case.stands in BY_NAME["cases"].finals:
            yield f"opinion {opinion.id} is asked for, and its case has ended"
        elif bool(opinion.state.get("paused")) is not (case.stands == "on_hold"):
            yield f"opinion {opinion.id} does not stand still as its case does"


def given_back(facts: Facts, event: Told) -> Iterator[str]:
    """As long as a case is with its unit, so is its file."""
    case, file = facts.of("cases").get(event.subject), facts.of("nominations").get(event.subject)
    if case is not None and case.stood == "returned" and (file is None or file.stands == "in_review"):
        yield f"nomination {event.subject} is {'gone' if file is None else file.stands}"
