"""Every event by its type."""

from collections.abc import Iterator

from shared.contracts import (
    awards,
    bulletins,
    consultations,
    councils,
    deeds,
    exemplars,
    movements,
    nominations,
    notifications,
    organisation,
    results,
    reviews,
    supervision,
)
from shared.contracts.event import Event

_MODULES = (
    nominations,
    deeds,
    results,
    exemplars,
    organisation,
    movements,
    reviews,
    councils,
    consultations,
    bulletins,
    awards,
    supervision,
    notifications,
)


def _concrete() -> Iterator[type[Event]]:
    for module in _MODULES:
        for candidate in vars(module).values():
            if isinstance(candidate, type) and issubclass(candidate, Event) and "type" in vars(candidate):
                yield candidate


EVENTS: dict[str, type[Event]] = {event.type: event for event in _concrete()}
