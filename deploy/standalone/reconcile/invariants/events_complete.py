"""I4: the events on the bus and in outboxes are those that the transitions imply, each the same in every copy."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from deploy.standalone.reconcile.facts import Facts, Thing, Told
from deploy.standalone.reconcile.layout import BY_NAME
from deploy.standalone.reconcile.verdict import Verdict, Violation
from shared.kernel.ids import id_from


def events_complete(facts: Facts) -> Verdict:
    """Each aggregate's events 1…n are told or owed, come of causes that it handled, and end as its state says.

    A thing that nobody keeps tells nothing.
    """
    owed = sum(len(thing.owed) for thing in facts.all_things())
    things = sum(len(kept) for kept in facts.things.values())
    counted = f"{len(facts.events)} events on topics, {owed} in outboxes, of {things} aggregates"
    return Verdict.of("I4", "events complete", counted, [*_kept(facts), *_unkept(facts)])


def _kept(facts: Facts) -> Iterator[Violation]:
    for thing in facts.all_things():
        copies = [*facts.told.get((BY_NAME[thing.kind].topic, thing.id), ()), *thing.owed]
        at = f"{thing.kind} {thing.id}"
        once: dict[int, Told] = {}
        for copy in copies:
            first = once.setdefault(copy.sequence, copy)
            if (first.id, first.digest) != (copy.id, copy.digest):
                yield Violation(at, f"event {copy.sequence} has copies that differ: {first.id}, {copy.id}")
        missing = sorted(set(range(1, thing.seq + 1)) - once.keys())
        if missing:
            yield Violation(at, f"events {_short(missing)} of {thing.seq} are neither on {_topic(thing)} nor owed")
        if beyond := sorted(number for number in once if not 1 <= number <= thing.seq):
            yield Violation(at, f"events {_short(beyond)} were told, it knows of {thing.seq}")
        yield from _caused(thing, [once[number] for number in sorted(once)])
        yield from _stands(thing, once)


def _caused(thing: Thing, events: Sequence[Told]) -> Iterator[Violation]:
    """An event's id is derived from its topic, its aggregate, its cause and its number among those of the cause."""
    handled, counts = {one.cause for one in thing.handled}, dict[UUID, int]()
    for event in events:
        n = counts[event.cause] = counts.get(event.cause, 0) + 1
        at = f"{thing.kind} {thing.id} event {event.sequence}"
        if event.id != id_from("event", event.topic, thing.id, event.cause, n):
            yield Violation(at, f"{event.type} {event.id} is not what follows from its cause {event.cause}")
        elif thing.handled and not thing.is_pruned and event.cause not in handled:
            yield Violation(at, f"{event.type} comes of {event.cause}, which was not handled")


def _stands(thing: Thing, once: dict[int, Told]) -> Iterator[Violation]:
    last, at = once.get(thing.seq), f"{thing.kind} {thing.id}"
    wanted = BY_NAME[thing.kind].states.get(thing.stands)
    if last is not None and wanted is not None and last.type not in wanted:
        yield Violation(at, f"it is {thing.stands or 'there'}, its last event is {last.type}")


def _unkept(facts: Facts) -> Iterator[Violation]:
    kinds = {
        kind.topic: [other.name for other in BY_NAME.values() if other.topic == kind.topic] for kind in BY_NAME.values()
    }
    for (topic, subject), copies in facts.told.items():
        if not any(subject in facts.of(name) for name in kinds.get(topic, ())):
            yield Violation(f"{topic} {subject}", f"{copies[0].type} {copies[0].id} tells of a thing that nobody keeps")


def _topic(thing: Thing) -> str:
    return BY_NAME[thing.kind].topic


def _short(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")  # noqa: PLR2004 - enough to look at
