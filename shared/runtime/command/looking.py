"""The verbs that look and change nothing."""

from argparse import Namespace
from collections.abc import Sequence

from shared.runtime.bus.ports import ParkedNote
from shared.runtime.bus.subscription import Group, placed
from shared.runtime.command.answer import Answer, Code, Row
from shared.runtime.operating.audit import operations_of
from shared.runtime.operating.broker import Broker, asking
from shared.runtime.operating.parked import key_of, set_aside
from shared.runtime.service import Service

_NOTHING = "nothing is set aside"
_SHOWN_AGGREGATES = 2_000
_OUTBOX_SECONDS = 60.0
_LAG_SECONDS = 30.0
"""How long an event may wait until somebody is waiting because of us."""


async def parked_list(service: Service, chosen: Namespace) -> Answer:
    """The records that are set aside; wrong when one of them waits for an operator."""
    found = await set_aside(service, chosen.limit, chosen.group, discarded_too=chosen.all)
    said = f"{found.total} records, {found.waiting} of them wait for an operator" if found.total else _NOTHING
    left_out = f"{found.more} more are not shown; ask with --limit N or --group G" if found.more else ""
    rows = [listed(note) for note in found.records]
    return Answer(rows, said, Code.WRONG if found.waiting else Code.DONE, _WIDE, left_out=left_out)


async def outbox(service: Service, _: Namespace) -> Answer:
    """The events that are kept and not on the bus; wrong when one has waited for more than a minute."""
    pending = await service.store.pending_outboxes(_SHOWN_AGGREGATES)
    now = service.clock()
    rows: list[Row] = [
        {
            "id": entry.id,
            "type": entry.type,
            "topic": entry.topic,
            "key": entry.key,
            "seq": entry.seq,
            "at": entry.at,
            "seconds": round((now - entry.at).total_seconds(), 1),
        }
        for entry in pending
    ]
    oldest = max((row["seconds"] for row in rows), default=0.0)
    said = f"{len(rows)} events wait, the oldest for {oldest} s" if rows else "nothing waits"
    return Answer(rows, said, Code.WRONG if oldest > _OUTBOX_SECONDS else Code.DONE)


async def lag(service: Service, _: Namespace) -> Answer:
    """How far each group is, from the broker; wrong when a record has waited for more than half a minute."""
    async with asking(service.settings.kafka_bootstrap) as broker:
        rows = [row for group in service.live_groups() for row in await _lag_of(service, broker, group)]
    oldest = max((row["seconds"] or 0.0 for row in rows), default=0.0)
    behind = sum(row["lag"] for row in rows)
    said = f"{behind} records are not handled, the oldest waits for {oldest} s" if behind else "everything is handled"
    return Answer(rows, said, Code.WRONG if oldest > _LAG_SECONDS else Code.DONE)


async def audit(service: Service, _: Namespace) -> Answer:
    """What operators did, oldest first."""
    operations = await operations_of(service).newest()
    rows = [
        {
            "at": each.at,
            "actor": each.actor,
            "verb": each.verb,
            "subject": each.subject,
            "reason": each.reason,
            "outcome": each.outcome or "unknown",
            "ended_at": each.ended_at,
            "detail": each.detail,
        }
        for each in operations
    ]
    return Answer(rows, "" if rows else "nobody did anything", wide=frozenset({"ended_at"}))


_WIDE = frozenset({"error", "retry_at"})


def listed(record: ParkedNote) -> Row:
    """A record as a list shows it."""
    return {
        "id": record.id,
        "group": record.group,
        "key": key_of(record),
        "at": f"{record.topic}/{record.partition}/{record.offset}",
        "state": record.state.value,
        "reason": record.reason,
        "tries": record.tries,
        "parked_at": record.parked_at,
        "retry_at": record.retry_at,
        "error": record.error,
    }


async def _lag_of(service: Service, broker: Broker, group: Group) -> Sequence[Row]:
    namespace = service.settings.namespace
    places = await broker.places(placed(group.name, namespace), [placed(topic, namespace) for topic in group.topics])
    oldest, now = await broker.oldest(places), service.clock()
    return [
        {
            "group": group.name,
            "topic": place.partition[0],
            "partition": place.partition[1],
            "committed": place.committed,
            "end": place.end,
            "lag": place.lag,
            "seconds": round((now - at).total_seconds(), 1) if (at := oldest.get(place.partition)) else None,
        }
        for place in places
    ]
