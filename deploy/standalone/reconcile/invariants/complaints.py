"""What must have come of a complaint: what it is about knows of it while it is verified, and not afterwards."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from deploy.standalone.reconcile.facts import Facts, Thing, Told
from deploy.standalone.reconcile.layout import BY_NAME

_STANDING = frozenset({"granted", "published", "presented"})


def case_knows(facts: Facts, event: Told) -> Iterator[str]:
    """Its case, unless that is over; and the award that the case has become."""
    awards = (award for award in _awards(facts, event) if award.stands in _STANDING)
    yield from _unaware(facts, event, (*_cases(facts, event), *awards))


def award_knows(facts: Facts, event: Told) -> Iterator[str]:
    """Its award, unless that was taken back."""
    yield from _unaware(facts, event, _named(facts, event, "awards", "award"))


def case_goes_on(facts: Facts, event: Told) -> Iterator[str]:
    """Neither its case nor an award of that waits for it any more."""
    yield from _waiting(event, (*_cases(facts, event), *_awards(facts, event)))


def award_goes_on(facts: Facts, event: Told) -> Iterator[str]:
    """Its award does not wait for it any more."""
    yield from _waiting(event, _named(facts, event, "awards", "award"))


def _unaware(facts: Facts, event: Told, things: Iterable[Thing]) -> Iterator[str]:
    complaint = facts.of("complaints").get(event.subject)
    if complaint is None or complaint.stands != "verifying":
        return
    for thing in things:
        if _is_open(thing) and str(event.subject) not in _known(thing):
            yield f"{thing.kind} {thing.id} does not know of complaint {event.subject}"


def _waiting(event: Told, things: Iterable[Thing]) -> Iterator[str]:
    for thing in things:
        if str(event.subject) in _known(thing):
            yield f"{thing.kind} {thing.id} still waits for complaint {event.subject}"


def _cases(facts: Facts, event: Told) -> Iterator[Thing]:
    return _named(facts, event, "cases", "case")


def _awards(facts: Facts, event: Told) -> Iterator[Thing]:
    for case in _cases(facts, event):
        yield from (award for award in facts.of("awards").values() if UUID(award.state["case_id"]) == case.id)


def _named(facts: Facts, event: Told, kind: str, about: str) -> Iterator[Thing]:
    thing = facts.of(kind).get(event.names["about_id"]) if event.names["about"] == about else None
    if thing is not None:
        yield thing


def _known(thing: Thing) -> Iterable[str]:
    known: Iterable[str] = thing.state.get("examined_for" if thing.kind == "awards" else "complaints", ())
    return known


def _is_open(thing: Thing) -> bool:
    return bool(thing.state.get("live")) if thing.kind == "awards" else thing.stands not in BY_NAME["cases"].finals
