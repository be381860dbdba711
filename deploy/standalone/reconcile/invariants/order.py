"""I6: an aggregate's events stand in order on their topic and are handled in order."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.verdict import Verdict, Violation


def order(facts: Facts) -> Verdict:
    """Repeats left out, they are numbered 1…n in one partition, and ascend in the inbox of whoever took them in."""
    repeats = sum(len(copies) for copies in facts.told.values()) - len(facts.events)
    counted = f"{len(facts.told)} aggregates on topics, {repeats} repeated records"
    return Verdict.of("I6", "order", counted, [*_on_topics(facts), *_in_inboxes(facts)])


def _on_topics(facts: Facts) -> Iterator[Violation]:
    for (topic, subject), copies in facts.told.items():
        first = {copy.id: copy.sequence for copy in reversed(copies)}
        numbers = [first.pop(copy.id) for copy in copies if copy.id in first]
        if numbers != list(range(1, len(numbers) + 1)):
            yield Violation(f"{topic} {subject}", f"its events stand in the order {numbers[:20]}")
        if len({copy.partition for copy in copies}) > 1:
            yield Violation(f"{topic} {subject}", "its events stand in several partitions")


def _in_inboxes(facts: Facts) -> Iterator[Violation]:
    for thing in facts.all_things():
        last: dict[tuple[str, object], int] = {}
        for handled in thing.handled:
            event = facts.events.get(handled.cause) if handled.body_hash is None else None
            if event is None:
                continue
            source = event.topic, event.subject
            if event.sequence < last.get(source, 0):
                at = f"{thing.kind} {thing.id}"
                yield Violation(at, f"it took in {event.type} {event.sequence} of {event.subject} after {last[source]}")
            last[source] = event.sequence
