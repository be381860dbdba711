"""I8: people are told once: one notice per event, recipient and channel, under one key."""

from collections import Counter
from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.verdict import Verdict, Violation
from shared.kernel.ids import id_from


def notices(facts: Facts) -> Verdict:
    """The in-app feed, the only channel there is yet: dense, and exactly what was planned of each event."""
    counted = f"{len(facts.notices)} notices in-app"
    return Verdict.of("I8", "notices", counted, [*_dense(facts), *_keys(facts), *_planned(facts)])


def _dense(facts: Facts) -> Iterator[Violation]:
    for wanted, notice in enumerate(facts.notices, start=1):
        if notice.number != wanted:
            yield Violation(f"notice {notice.id}", f"the feed goes on with {notice.number} where {wanted} was due")
            return


def _keys(facts: Facts) -> Iterator[Violation]:
    told = Counter((notice.event, notice.template, to) for notice in facts.notices for to in notice.audience)
    for (event, template, to), count in told.items():
        if count > 1:
            yield Violation(f"event {event}", f"{to} is told {template} {count} times", is_repeat=True)
    for notice in facts.notices:
        if notice.id != id_from("notification", notice.event, notice.template):
            yield Violation(f"notice {notice.id}", f"its key is not that of {notice.template} for event {notice.event}")


def _planned(facts: Facts) -> Iterator[Violation]:
    posted = {notice.id: notice.event for notice in facts.notices}
    planned = {message: heard.id for heard in facts.heard.values() for message in heard.messages}
    for message in planned.keys() - posted.keys():
        yield Violation(f"notice {message}", f"it was planned for event {planned[message]} and never posted")
    for message in posted.keys() - planned.keys():
        yield Violation(f"notice {message}", f"it was posted for event {posted[message]}, which planned none such")
