"""What must have come of events of units: the other side's lineage, and each service's view."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts, Told
from deploy.standalone.reconcile.invariants.consequence import Consequence, Missing
from services.nominations.domain.unit import unit_id_of


def _tied(others: str) -> Missing:
    def missing(facts: Facts, event: Told) -> Iterator[str]:
        for code in event.names[others]:
            unit = facts.of("units").get(unit_id_of(code))
            ties = unit.state.get("lineage", ()) if unit is not None else ()
            if unit_id_of(code) != event.subject and event.subject not in {unit_id_of(tie["unit"]) for tie in ties}:
                yield f"unit {code} is not tied to {event.subject}"

    return missing


def _known_in(service: str) -> Missing:
    def missing(facts: Facts, event: Told) -> Iterator[str]:
        if facts.shown.units.get(service, {}).get(event.subject, 0) < event.sequence:
            yield f"{service} does not know how unit or cluster {event.subject} stands"

    return missing


OF_UNITS = (
    Consequence("nominations.lineage", "org.merged", _tied("predecessors")),
    Consequence("nominations.lineage", "org.split", _tied("successors")),
    Consequence("nominations.units", "org.unit_changed", _known_in("nominations")),
    Consequence("nominations.units", "org.unit_closed", _known_in("nominations")),
    Consequence("nominations.units", "org.cluster_changed", _known_in("nominations")),
    Consequence("reviews.units", "org.cluster_changed", _known_in("reviews")),
    Consequence("reviews.units", "org.unit_changed", _known_in("reviews")),
    Consequence("reviews.units", "org.unit_closed", _known_in("reviews")),
)
