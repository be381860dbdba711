"""I12: at rest nothing waits: outboxes are empty, groups have handled all, only what cannot be read is set aside."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.history import History
from deploy.standalone.reconcile.verdict import Verdict, Violation

_DISCARDED = "discarded"


def quiet(facts: Facts) -> Verdict:
    """Nothing waits, and parked is the poison: each unreadable record by each group that meets it, nothing besides."""
    lag = sum(one.end - one.committed for one in facts.reached)
    counted = f"{len(facts.owed)} owed, lag {lag}, {len(facts.set_aside)} set aside of {len(facts.strays)} unreadable"
    return Verdict.of("I12", "quiet", counted, [*_waiting(facts), *_parked(facts), *_injected(facts, facts.history)])


def _waiting(facts: Facts) -> Iterator[Violation]:
    for thing in facts.all_things():
        for event in thing.owed:
            yield Violation(f"{thing.kind} {thing.id}", f"{event.type} {event.id} is not published")
    for one in facts.reached:
        if one.committed < one.end:
            what = f"{one.group} stands at {one.committed}"
            yield Violation(f"{one.topic}/{one.partition}", f"{what} while records wait")


def _parked(facts: Facts) -> Iterator[Violation]:
    owed = {(group, one.topic, one.partition, one.offset) for one in facts.strays for group in one.groups}
    kept = {(one.group, *one.place) for one in facts.set_aside}
    for group, topic, partition, offset in sorted(owed - kept):
        yield Violation(f"{topic}/{partition}/{offset}", f"{group} cannot read it and has not set it aside")
    for one in facts.set_aside:
        if one.state != _DISCARDED and (one.group, *one.place) not in owed:
            yield Violation("/".join(map(str, one.place)), f"{one.group} set it aside as {one.id}: {one.reason}")


def _injected(facts: Facts, history: History | None) -> Iterator[Violation]:
    if history is None:
        return
    put = {(one.topic, one.partition, one.offset) for one in history.injected}
    for one in facts.strays:
        if (one.topic, one.partition, one.offset) not in put:
            yield Violation(f"{one.topic}/{one.partition}/{one.offset}", f"nobody put it there: {one.reason}")
