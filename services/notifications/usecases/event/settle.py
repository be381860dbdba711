"""Make the plan of an event."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.notifications.domain.plan import NEEDS_FILE, plan
from services.notifications.domain.record import Recorded
from services.notifications.usecases.ports import Events
from shared.contracts.registry import EVENTS


@dataclass(frozen=True, slots=True)
class SettlePlan:
    """An event that was kept before its file was heard of gets its plan, once."""

    events: Events

    async def __call__(self, record: Recorded) -> Recorded:
        """The event with its plan, or still without when the file is unknown. Raises: UnavailableError."""
        if not record.waits_for_file:
            return record
        file = await self.events.file_of(record.about_id)
        if not file:
            return record
        return await self.events.settle(planned(record, file))


def planned(record: Recorded, file: Mapping[str, Any]) -> Recorded:
    """The event with the plan that follows from it and its file."""
    facts = EVENTS[record.kind].model_validate(record.facts).model_dump()
    messages = plan(record.kind, record.id, record.about_id, facts, file)
    return replace(record, messages=messages, waits_for_file=False)


def planned_or_waiting(record: Recorded, file: Mapping[str, Any]) -> Recorded:
    """The event with its plan, or waiting when it cannot be planned without its file."""
    if record.kind in NEEDS_FILE and not file:
        return replace(record, waits_for_file=True)
    return planned(record, file)
