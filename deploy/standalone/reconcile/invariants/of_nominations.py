"""What must have come of events that nominations handles."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from deploy.standalone.reconcile.facts import Facts, Told
from services.nominations.domain.exemplar import exemplar_id_of
from services.nominations.domain.report import Period
from services.nominations.domain.states import BEFORE_REVIEW, RETURNED
from shared.kernel.holds import ON_HOLD


def titled(facts: Facts, event: Told) -> Iterator[str]:
    """Unless the award was revoked since."""
    award = facts.of("awards").get(event.subject)
    is_annual = award is not None and award.state["live"] and award.state["facts"].get("year")
    if is_annual and str(event.subject) not in _titles(facts):
        yield f"award {event.subject} gave no title"


def untitled(facts: Facts, event: Told) -> Iterator[str]:
    """What a revoked award gave is taken."""
    if str(event.subject) in _titles(facts):
        yield f"the title of award {event.subject} still stands"


def _titles(facts: Facts) -> frozenset[str]:
    """The awards that gave a title; a subject of an older version has none."""
    subjects = facts.of("subjects").values()
    return frozenset(str(title["award_id"]) for one in subjects for title in one.state.get("titles", ()))


def drafted_anew(facts: Facts, event: Told) -> Iterator[str]:
    """A rerouted file goes on as a draft."""
    new = event.names["new_nomination_id"]
    if new not in facts.of("nominations"):
        yield f"nomination {new} was never drafted"


def went_on(facts: Facts, event: Told) -> Iterator[str]:
    """A file that was released as accepted, of which nothing more was told, waits for nobody."""
    nomination = facts.of("nominations").get(event.subject)
    if nomination is None or (nomination.stands == "accepted" and nomination.seq == event.sequence):
        yield f"nominations {event.subject} is {'gone' if nomination is None else nomination.stands}"


def detected(facts: Facts, event: Told) -> Iterator[str]:
    """Each sign that the pack's rules saw in the figure."""
    report = facts.of("results").get(event.subject)
    if report is None:
        yield f"result {event.subject} is gone"
        return
    for sign in report.state["signs"]:
        days = (date.fromisoformat(report.state["period"][name]) for name in ("first", "last"))
        exemplar_id = exemplar_id_of(sign["rule_id"], report.state["subject_ref"], Period(*days))
        if exemplar_id not in facts.of("exemplars"):
            yield f"what {sign['rule_id']} sees in result {event.subject} was not detected"


def recognised(facts: Facts, event: Told) -> Iterator[str]:
    """The exemplar that led to a rewarded deed is recognised."""
    award = facts.of("awards").get(event.subject)
    deed_id = award.state["facts"].get("deed_id") if award is not None else None
    deed = facts.of("deeds").get(UUID(deed_id)) if deed_id else None
    source = deed.state.get("exemplar_id") if deed is not None else None
    exemplar = facts.of("exemplars").get(UUID(source)) if source else None
    if award is None or exemplar is None or exemplar.state["subject_ref"] != award.state["facts"]["subject_ref"]:
        return
    if exemplar.stands == "confirmed":
        yield f"exemplar {exemplar.id} is not recognised"


def remembered(facts: Facts, event: Told) -> Iterator[str]:
    """A granted award counts against a second one."""
    if event.subject not in facts.shown.remembered:
        yield f"award {event.subject} is not remembered against a second one"


def forgotten(facts: Facts, event: Told) -> Iterator[str]:
    """A revoked award no longer counts."""
    if event.subject in facts.shown.remembered - facts.shown.forgotten:
        yield f"award {event.subject} still counts against a second one"


def followed(facts: Facts, event: Told) -> Iterator[str]:
    """A file follows the end of its case."""
    nomination = facts.of("nominations").get(event.subject)
    if nomination is None or (event.names["outcome"] != "granted" and nomination.stands == "in_review"):
        yield f"nomination {event.subject} is {'gone' if nomination is None else nomination.stands}"


def stands_with_case(facts: Facts, event: Told) -> Iterator[str]:
    """A file waits for nobody while its case is held, and stands still for it no longer."""
    file, case = (facts.of(kind).get(event.subject) for kind in ("nominations", "cases"))
    if file is None or case is None:
        yield f"nomination or case {event.subject} is gone"
    elif case.stands != ON_HOLD and file.state.get("held_with_case"):
        yield f"nomination {file.id} is held with its case, which is {case.stands}"
    elif case.stands == ON_HOLD and file.stands in (*BEFORE_REVIEW, RETURNED):
        yield f"nomination {file.id} is {file.stands}, its case is held"


def rows_answered(facts: Facts, event: Told) -> Iterator[str]:
    """Every row of a sent submission has its outcome, and a file that was submitted is no draft."""
    submission = facts.of("submissions").get(event.subject)
    if submission is None:
        yield f"submission {event.subject} is gone"
        return
    for row in submission.state["rows"]:
        nomination = facts.of("nominations").get(UUID(row["nomination_id"]))
        if row["outcome"] is None:
            yield f"nomination {row['nomination_id']} has no answer in submission {submission.id}"
        elif row["outcome"] == "submitted" and (nomination is None or nomination.stands == "draft"):
            yield f"nomination {row['nomination_id']} was not submitted by submission {submission.id}"
