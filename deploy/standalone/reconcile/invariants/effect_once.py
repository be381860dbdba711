"""I7: every event has its effect in every group that handles it, once."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from deploy.standalone.reconcile.facts import Facts, Told
from deploy.standalone.reconcile.invariants.alarms import said_again
from deploy.standalone.reconcile.invariants.consequences import BY_EVENT
from deploy.standalone.reconcile.verdict import Verdict, Violation
from services.console.domain.timeline import SILENT
from services.notifications.domain.register import REGISTERED

_ROUTER, _VIEWS = "notifications.router", "console.views"
_PUBLISHED, _REVOKED = "award.published", "award.revoked"

Source = tuple[str, UUID, str]
"""A table of rows, a row, and the source whose numbers the row remembers."""


def effect_once(facts: Facts) -> Verdict:
    """Inboxes name a cause once; what must follow has followed; all that readers see came of each event once.

    What a group has set aside owes nothing.
    """
    pairs = sum(event.type in types for types in facts.wanted.values() for event in facts.events.values())
    found = [*_inboxes(facts), *_consequences(facts), *said_again(facts)]
    found += [*_heard(facts), *_rows(facts), *_lines(facts), *_shown(facts)]
    return Verdict.of("I7", "effect once", f"{pairs} pairs of group and event", found)


def _inboxes(facts: Facts) -> Iterator[Violation]:
    for thing in facts.all_things():
        if len({one.cause for one in thing.handled}) == len(thing.handled):
            continue
        for cause, count in Counter(one.cause for one in thing.handled).items():
            if count > 1:
                yield Violation(f"{thing.kind} {thing.id}", f"cause {cause} took effect {count} times", is_repeat=True)


def _consequences(facts: Facts) -> Iterator[Violation]:
    for event in facts.events.values():
        for one in BY_EVENT.get(event.type, ()):
            if one.group in facts.wanted and (one.group, event.id) not in facts.spared:
                for what in one.missing(facts, event):
                    yield Violation(f"{one.group} event {event.id}", f"after {event.type}: {what}")


def _heard(facts: Facts) -> Iterator[Violation]:
    for event in _wanted(facts, _ROUTER):
        heard = facts.heard.get(event.id)
        if heard is None or not heard.is_planned:
            what = "was never heard" if heard is None else "was heard and never planned to the end"
            yield Violation(f"{_ROUTER} event {event.id}", f"{event.type} of {event.subject} {what}")
    for heard_id in facts.heard.keys() - facts.events.keys() - facts.owed:
        yield Violation(f"{_ROUTER} event {heard_id}", "it was heard and stands on no topic")


def _rows(facts: Facts) -> Iterator[Violation]:
    """A row remembers the last number of each source."""
    last: dict[Source, int] = {}
    for event in _wanted(facts, _VIEWS):
        for moved in _sources(event):
            last[moved] = max(last.get(moved, 0), event.sequence)
    for (table, row, source), number in last.items():
        found = facts.shown.rows.get(table, {}).get(row)
        seen = 0 if found is None else found.seen.get(source, 0)
        if seen != number:
            yield Violation(f"{_VIEWS} {table} {row}", f"it saw {source} up to {seen}, told are {number}")


def _lines(facts: Facts) -> Iterator[Violation]:
    """A file's row has one line for each event that people read of."""
    told: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for event in _wanted(facts, _VIEWS):
        for table, row, _ in _sources(event):
            if table == "cases" and event.type not in SILENT:
                told[row][event.type] += 1
    for row, found in facts.shown.rows.get("cases", {}).items():
        shown, due = Counter(found.lines), told[row]
        for kind in shown.keys() | due.keys():
            if shown[kind] != due[kind]:
                what = f"{shown[kind]} lines of {due[kind]} events {kind}"
                yield Violation(f"{_VIEWS} cases {row}", what, shown[kind] > due[kind])


def _shown(facts: Facts) -> Iterator[Violation]:
    entered = {event.id: event.subject for event in _wanted(facts, _ROUTER) if event.type in REGISTERED}
    yield from _once(entered, facts.shown.register, "award's event", "the register", "entries")
    hung = {event.subject: event.id for event in _wanted(facts, _VIEWS) if event.type == _PUBLISHED}
    yield from _once(hung, facts.shown.wall, "award", "the wall", "cards")
    revoked = {event.subject for event in _wanted(facts, _VIEWS) if event.type == _REVOKED}
    for award_id in revoked & set(facts.shown.wall) - facts.shown.taken_back:
        yield Violation(f"the wall {award_id}", "its card does not say that the award was revoked")
    if facts.shown.register_breaks_at is not None:
        yield Violation(f"register {facts.shown.register_breaks_at}", "the entry does not follow from the one before")


def _once(
    wanted: Mapping[UUID, UUID], shown: Sequence[UUID], what: str, where: str, called: str
) -> Iterator[Violation]:
    counts = Counter(shown)
    for one in wanted.keys() | counts.keys():
        if counts[one] != (one in wanted):
            yield Violation(f"{where} {one}", f"{counts[one]} {called} of this {what}", counts[one] > 1)


def _wanted(facts: Facts, group: str) -> Iterator[Told]:
    types = facts.wanted.get(group, frozenset())
    return (one for one in facts.events.values() if one.type in types and (group, one.id) not in facts.spared)


def _marked(event: Told) -> Sequence[UUID]:
    """The files in whose rows an event of a session or a decision is read: of one that goes on, those that it lost."""
    if event.type == "decision.row_released":
        return (event.names["case_id"],)
    found: Sequence[UUID] = event.names["struck_ids" if event.type == "council.case_struck" else "case_ids"]
    return found


_ABOUT_FILES = {"award": "award", "opinion": "opinion", "consultation": "consultation", "notification": "letter"}
"""Families of events that tell which file they are about, and how its row calls them."""


def _sources(event: Told) -> Iterator[Source]:
    """The rows that the console moves on with an event."""
    family, subject = event.type.partition(".")[0], event.subject
    fan_out = {"council": ("meetings", "session"), "decision": ("decisions", "decision")}.get(family)
    if event.type == "council.changed":
        yield "councils", subject, "council"
    elif fan_out is not None:
        table, source = fan_out
        yield table, subject, source
        for case_id in _marked(event):
            yield "cases", case_id, f"{source}:{subject}"
    elif family in _ABOUT_FILES:
        yield from _of_file(event, _ABOUT_FILES[family])
    elif family in {"nomination", "review"}:
        yield "cases", subject, {"nomination": "nomination", "review": "case"}[family]
    elif family == "org":
        yield "units", subject, "unit"


def _of_file(event: Told, source: str) -> Iterator[Source]:
    """What left the house may be about no file."""
    case_id = event.names.get("case_id")
    if case_id is not None:
        yield "cases", case_id, f"{source}:{event.subject}"
