"""I3: one thing per idempotency key, with one body."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.verdict import Verdict, Violation


def identity(facts: Facts) -> Verdict:
    """A command changed one thing once with one body; a client that repeated it was told of that thing each time."""
    counted = f"{len(facts.commands)} idempotency keys"
    return Verdict.of("I3", "identity", counted, [*_stored(facts), *_answered(facts)])


def _stored(facts: Facts) -> Iterator[Violation]:
    for cause, holders in facts.commands.items():
        if len({thing.id for thing, _ in holders}) > 1:
            names = ", ".join(sorted(f"{thing.kind} {thing.id}" for thing, _ in holders))
            yield Violation(f"command {cause}", f"one key changed several things: {names}", is_repeat=True)
        if len({handled.body_hash for _, handled in holders}) > 1:
            yield Violation(f"command {cause}", "one key was taken in with two bodies")


def _answered(facts: Facts) -> Iterator[Violation]:
    for command in facts.history.commands.values() if facts.history is not None else ():
        if len(set(command.things)) > 1:
            yield Violation(f"command {command.cause}", f"repeats of {command.key} were told of {set(command.things)}")
