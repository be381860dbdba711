"""From records and outbox entries to facts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from deploy.standalone.reconcile.facts import Stray, Told
from deploy.standalone.reconcile.invariants.alarms import is_alarm
from shared.contracts.event import Event
from shared.runtime.bus.envelope import Record, UnreadableError, read
from shared.runtime.store.chain import digest_of

Wanted = Mapping[str, frozenset[str]]
"""Group → the types that it handles."""

_NAMES = ("case_id", "case_ids", "decision_id", "award_id", "nomination_id", "session_id", "org_id", "council_id")
_ONLY_OF = {
    "council.vote_closed": ("results",),
    "council.convened": ("reviewed_by",),
    "council.minuted": ("sha256",),
    "council.case_struck": ("struck_ids",),
    "review.closed": ("outcome",),
    "award.granted": ("movement_id",),
    "nomination.rerouted": ("new_nomination_id",),
    "org.merged": ("predecessors",),
    "org.split": ("successors",),
    "complaint.accepted": ("about", "about_id"),
    "complaint.resolved": ("about", "about_id"),
    "review.appraised": ("asks",),
    "consultation.closed": ("in_favour", "against", "other", "unanswered"),
    "notification.posted": ("event_id",),
}
_OF_ALARMS = ("step", "due_on", "legal")


def fact_of(record: Record, topic: str, wanted: Wanted) -> Told | Stray:
    """An event as it stands on its topic (named without a namespace), or why it is none.

    `wanted` are the groups that read the topic.
    """
    try:
        head, event = read(record)
    except UnreadableError as error:
        return _stray(record, topic, error.reason, wanted)
    if event is None:
        raise TypeError("every type is wanted here")
    return Told(
        id=head.id,
        type=head.type,
        topic=topic,
        subject=event.aggregate_id,
        sequence=head.sequence,
        cause=head.causation_id,
        digest=digest_of(((name, raw or b"") for name, raw in record.headers), record.value or b""),
        names=_names(event),
        partition=record.partition,
        offset=record.offset,
    )


def owed_of(entry: Mapping[str, Any], subject: UUID) -> Told:
    """An event as it waits in the outbox of its aggregate."""
    headers = entry["headers"]
    return Told(
        id=entry["id"],
        type=entry["type"],
        topic=entry["topic"],
        subject=subject,
        sequence=entry["seq"],
        cause=UUID(headers["ce_causationid"]),
        digest=digest_of(((name, text.encode()) for name, text in headers.items()), entry["data"]),
    )


def _names(event: Event) -> Mapping[str, Any]:
    names = (*_NAMES, *_ONLY_OF.get(event.type, ()), *(_OF_ALARMS if is_alarm(event.type) else ()))
    return {name: getattr(event, name) for name in names if name in type(event).model_fields}


def _stray(record: Record, topic: str, reason: str, wanted: Wanted) -> Stray:
    """A group that does not handle the record's type need not understand it."""
    groups = tuple(sorted(group for group, types in wanted.items() if _baffles(record, types)))
    return Stray(topic, record.partition, record.offset, reason, groups)


def _baffles(record: Record, types: frozenset[str]) -> bool:
    try:
        read(record, types)
    except UnreadableError:
        return True
    return False
