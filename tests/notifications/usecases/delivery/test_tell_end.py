"""What is told of the end of a message: to persons alone, what is mandated, and what never came."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State, delivery_id
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.delivery.tell_end import TellEnd
from shared.contracts.notifications import NotificationDelivered, NotificationFailed
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock, mongo_ports
from tests.notifications.facts import FILE, event_of, record_of
from tests.notifications.kept import of_event

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
RETURNED, NOT_MANDATED = record_of(event_of("nomination.returned")), record_of(event_of("nomination.accepted"))
TO = "person:PCT-HP-THA"


def delivery(message: str = "returned", *, target: str = TO, event_id: UUID = RETURNED.id) -> Delivery:
    name = delivery_id(event_id, target, Channel.EMAIL, message)
    return Delivery(name, event_id, target, Channel.EMAIL, message, 1, Lane.PERSONAL, State.DUE, NOW, NOW)


def ended(one: Delivery, outcome: Outcome) -> Delivery:
    return replace(one, state=State.DONE if outcome is Outcome.OK else State.DEAD, last=Ended(outcome))


OPTIONAL = delivery("accepted", event_id=NOT_MANDATED.id)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (ended(delivery(), Outcome.OK), NotificationDelivered),
        (ended(delivery(), Outcome.REFUSED), NotificationFailed),
        (ended(OPTIONAL, Outcome.OK), None),
        (ended(OPTIONAL, Outcome.REFUSED), NotificationFailed),
        (replace(ended(delivery(), Outcome.REFUSED), then=(Channel.SMS,)), None),
        (ended(delivery(target="endpoint:1"), Outcome.GONE), None),
        (delivery(), None),
    ],
)
async def test_of_persons_what_was_mandated_and_came_or_what_never_came(
    memory: Ports, end: Delivery, told: type | None
) -> None:
    for record in (RETURNED, NOT_MANDATED):
        await memory.events.keep(record)
    found = await TellEnd(memory.events)(end)
    assert (type(found.event) if found else None) is told
    if found is not None:
        shown = found.event.model_dump_json()
        assert json.loads(shown)["case_id"] == str(FILE)
        assert "PCT-HP-THA" not in shown


async def test_it_is_kept_with_the_end_once_and_by_the_holder_of_the_lease_alone(
    store: MongoStore, clock: SetClock
) -> None:
    handed_over = list[OutboxEntry]()
    store.on_kept = handed_over.extend
    ports = mongo_ports(store, clock)
    keep_end = build_use_cases(ports).delivery.send.keep_end
    await ports.events.keep(RETURNED)
    await ports.deliveries.keep([replace(delivery(), next_at=clock(), created_at=clock())])
    claimed: list[Delivery] = []
    for token in ("a", "b"):
        now = clock()
        claimed += await ports.deliveries.claim(
            Lane.PERSONAL, 1, now=now, until=now + timedelta(seconds=30), token=token
        )
        clock.move(31)
    late, mine = claimed
    await keep_end(late, Ended(Outcome.REFUSED))
    assert await store.pending_outboxes(10) == []
    for _ in range(2):
        await keep_end(mine, Ended(Outcome.OK, 250))
    (owed,) = await store.pending_outboxes(10)
    assert (owed.type, owed.key, owed.seq) == ("notification.delivered", str(mine.id), 1)
    assert [(one.id, one.key) for one in handed_over] == [(owed.id, owed.key)]
    await store.clear_outbox([owed])
    async with asyncio.timeout(5):
        while await store.pending_outboxes(10):  # noqa: ASYNC110 - a majority may not have it yet
            await asyncio.sleep(0.01)
    (kept,) = await of_event(ports.deliveries, RETURNED.id)
    assert kept.state is State.DONE
