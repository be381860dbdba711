"""An event as it is kept here: what happened, and the plan that was made of it once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.domain.addressed import Addressed
from services.notifications.domain.endpoint import Ordering
from services.notifications.domain.message import Message
from services.notifications.domain.register import Draft


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint that hears of an event, and in which order it wants to hear."""

    endpoint_id: UUID
    ordering: Ordering


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its frozen plan.

    `facts` are its fields as JSON; `about_id` is the aggregate it happened to, `sequence` its number there.
    While it waits for its file there is no plan yet. `is_planned` turns true when every message, delivery and the
    register's entry are kept. `targets` are chosen when it is heard, `people` when it is planned; those of an
    event that `is_for_many` are found by a job, page by page. Nothing else changes.
    """

    id: UUID
    kind: str
    about_id: UUID
    sequence: int
    unit_id: str
    unit_path: tuple[str, ...]
    recorded_at: datetime
    correlation_id: UUID
    traceparent: str | None
    facts: Mapping[str, Any]
    messages: tuple[Message, ...]
    entry: Draft | None
    targets: tuple[Target, ...] = ()
    people: tuple[Addressed, ...] = ()
    is_for_many: bool = False
    waits_for_file: bool = False
    is_planned: bool = False
    happened_at: datetime | None = None

    @property
    def at(self) -> datetime:
        """When it happened, as far as it was told; else when it was heard."""
        return self.happened_at or self.recorded_at

    def message(self, template: str) -> Message | None:
        """What the plan says by a template; None when it says nothing by it."""
        return next((each for each in self.messages if each.template == template), None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many events wait for the file they are about, counted up to ten thousand, and since when the oldest does."""

    count: int
    since: datetime | None = None
