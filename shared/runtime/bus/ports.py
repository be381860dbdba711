"""What the bus needs from the store, in its own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from shared.runtime.bus.envelope import OutboxEntry

BEHIND = "behind"
"""The reason of a record that only waits for an earlier one of its key."""


class ParkedState(StrEnum):
    """Where a parked record stands; all but `discarded` hold back the later records of its key."""

    WAITING = "waiting"
    PARKED = "parked"
    RETRYING = "retrying"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedNote:
    """What is known of a record that was set aside, without what came in it. `tries` counts the handler's runs.

    `waiting`: retried by itself, or queueing behind an earlier one of its key (reason `BEHIND`). `retry_at` tells
    people about when; the owner of the partition counts on its own monotonic clock.
    `parked`: waits for an operator, who makes it `retrying` or `discarded`.
    """

    id: UUID
    group: str
    topic: str
    partition: int
    offset: int
    key: bytes | None
    state: ParkedState
    reason: str
    error: str
    tries: int
    retry_at: datetime | None
    parked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedRecord(ParkedNote):
    """A record that was set aside, byte for byte as it came."""

    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]


class ParkedRecords(Protocol):
    """Where records that cannot be handled are kept, in the service's own database."""

    async def add(self, record: ParkedRecord) -> None:
        """Keep a record; one that is kept already stays as it is. Raises: UnavailableError."""

    async def held(self, group: str) -> Sequence[ParkedNote]:
        """All records of a group that are not discarded, in the order of topic, partition and offset.

        Raises: UnavailableError.
        """

    async def states(self, ids: Sequence[UUID]) -> Mapping[UUID, ParkedState]:
        """How these records stand; one that is gone is missing. Raises: UnavailableError."""

    async def find(self, record_id: UUID) -> ParkedRecord | None:
        """One record with its bytes, discarded or not; None when it is gone. Raises: UnavailableError."""

    async def change(self, note: ParkedNote) -> None:
        """Keep another state, reason, error, tries and retry_at of a record, unless an operator has discarded it.

        Raises: UnavailableError.
        """

    async def remove(self, record_id: UUID) -> None:
        """Forget a record that is handled; one that an operator has discarded stays. Raises: UnavailableError."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who leads, and a count that grows while the leader lives; nobody's clock decides."""

    holder: str
    beat: int


class Outbox(Protocol):
    """The events that are kept and may not be on the bus yet, of all aggregates of a service."""

    async def pending_outboxes(self, limit: int) -> Sequence[OutboxEntry]:
        """All entries of at most `limit` aggregates, oldest first, read from the majority. Raises: UnavailableError."""

    async def clear_outbox(self, entries: Sequence[OutboxEntry]) -> None:
        """Take published entries out of their outboxes. Raises: UnavailableError."""

    async def lease(self, name: str) -> Lease | None:
        """The lease as it stands. Raises: UnavailableError."""

    async def take_lease(self, name: str, holder: str, seen: Lease | None) -> bool:
        """Take or keep the lease if it still stands as it was seen; its beat grows by one. Raises: UnavailableError."""
