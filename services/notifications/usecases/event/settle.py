"""Make the plan of an event."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.notifications.domain.around import Named
from services.notifications.domain.plan import NAMED, NEEDS_FILE, plan
from services.notifications.domain.record import Recorded
from services.notifications.usecases.event.address import AddressPeople
from services.notifications.usecases.ports import Events
from services.notifications.usecases.recipient.ports import Names
from shared.contracts.event import Event
from shared.contracts.registry import EVENTS


@dataclass(frozen=True, slots=True)
class SettlePlan:
    """What follows from an event and its file is decided once: what is said to whom, and who is written to."""

    events: Events
    address: AddressPeople
    names: Names

    async def __call__(self, record: Recorded) -> Recorded:
        """An event that waits for its file with its plan, or still without. Raises: UnavailableError."""
        if not record.waits_for_file:
            return record
        file = await self.events.file_of(record.about_id)
        if not file:
            return record
        event = EVENTS[record.kind].model_validate(record.facts)
        return await self.events.settle(await self.address(_planned(record, event, file, await self.names())))

    async def first(self, record: Recorded, event: Event) -> Recorded:
        """A new event with its plan, or waiting for the file that it needs. Raises: UnavailableError."""
        file = {} if record.kind in NAMED else await self.events.file_of(record.about_id)
        if record.kind in NEEDS_FILE and not file:
            return replace(record, waits_for_file=True)
        return await self.address(_planned(record, event, file, await self.names()))


def _planned(record: Recorded, event: Event, file: Mapping[str, Any], named: Named) -> Recorded:
    messages = plan(record.kind, record.id, record.about_id, event.model_dump(), file, named)
    return replace(record, messages=messages, waits_for_file=False)
