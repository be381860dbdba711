"""What was said of a due day is not said again."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts, Told
from deploy.standalone.reconcile.verdict import Violation

_KINDS = frozenset({"deadline_approaching", "deadline_breached"})


def is_alarm(event_type: str) -> bool:
    """Whether an event of this type says that a day is near or over."""
    return event_type.rpartition(".")[2] in _KINDS


def said_again(facts: Facts) -> Iterator[Violation]:
    """Of two alarms of a thing about one day and one limit, something else happened to it between them."""
    for copies in facts.told.values():
        if not any(is_alarm(one.type) for one in copies):
            continue
        said = set[tuple[object, ...]]()
        for event in {one.sequence: one for one in copies}.values():
            if not is_alarm(event.type):
                said.clear()
            elif _of(event) in said:
                what = f"{event.type} of {event.names.get('due_on')} was said before, and nothing happened since"
                yield Violation(f"{event.topic} {event.subject} event {event.sequence}", what, is_repeat=True)
            else:
                said.add(_of(event))


def _of(event: Told) -> tuple[object, ...]:
    return event.type, *(event.names.get(name) for name in ("step", "due_on", "legal"))
