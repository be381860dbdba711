"""As many spoke in a consultation as was told when it closed, and it is over when all of them were answered."""

from collections import Counter
from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.verdict import Violation

_CLOSED, _ANSWERED = "consultation.closed", "consultation.answered"
_SIDES = {"for": "in_favour", "against": "against", "other": "other"}


def voices(facts: Facts) -> Iterator[Violation]:
    """The comments of every closed consultation against the numbers that were told of it."""
    events = facts.events.values()
    closed = {event.subject: event.names for event in events if event.type == _CLOSED}
    answered = {event.subject for event in events if event.type == _ANSWERED}
    for asked in facts.of("consultations").values():
        comments = asked.state.get("comments", ())
        if len({one["id"] for one in comments}) < len(comments):
            yield Violation(f"consultations {asked.id}", "a comment is kept twice", is_repeat=True)
        told = closed.get(asked.id)
        if told is None:
            continue
        sides = Counter(_SIDES[one["side"]] for one in comments)
        for side in _SIDES.values():
            if sides[side] != told[side]:
                yield Violation(f"consultations {asked.id}", f"{sides[side]} spoke {side}, told were {told[side]}")
        owed = sum(one.get("answer") is None for one in comments)
        if (asked.id in answered) is not (told["unanswered"] > 0 and owed == 0):
            what = f"{owed} comments wait for their answer, of {told['unanswered']} when it closed"
            yield Violation(
                f"consultations {asked.id}", f"{what}; that it is answered was told: {asked.id in answered}"
            )
