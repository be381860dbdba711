"""What an operator decides about records that were set aside: try them again, or let their queue move without one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from shared.runtime.bus.ports import ParkedNote, ParkedRecord, ParkedState
from shared.runtime.operating.audit import DeclinedError, Operator, audited
from shared.runtime.service import Service


def key_of(record: ParkedNote) -> str:
    """The key as people read and type it; bytes that are no text as `0x…`, and `-` for a record without a key."""
    if record.key is None:
        return "-"
    try:
        return record.key.decode()
    except UnicodeDecodeError:
        return f"0x{record.key.hex()}"


@dataclass(frozen=True, slots=True)
class SetAside:
    """The first records that are set aside, those that wait for an operator before others; `total` counts them all."""

    records: Sequence[ParkedNote]
    total: int
    waiting: int
    """So many of all wait for an operator."""

    @property
    def more(self) -> int:
        """How many are not among these."""
        return max(self.total - len(self.records), 0)


async def set_aside(service: Service, limit: int, group: str | None = None, *, discarded_too: bool = False) -> SetAside:
    """At most so many of the records that are set aside, without their bytes. Raises: UnavailableError."""
    parked = service.store.parked
    states = [state for state in ParkedState if discarded_too or state is not ParkedState.DISCARDED]
    records = await parked.list(limit, group, states)
    counts = await parked.tally(group)
    return SetAside(records, sum(counts[state] for state in states), counts[ParkedState.PARKED])


async def show(service: Service, record_id: UUID, operator: Operator) -> ParkedRecord:
    """One record with its content, which may name people. Raises: DeclinedError, UnavailableError."""
    async with audited(service, "parked show", str(record_id), operator):
        record = await service.store.parked.find(record_id)
        if record is None:
            raise DeclinedError(f"no record {record_id} is set aside")
    return record


async def retry(service: Service, key: str, operator: Operator) -> Sequence[ParkedNote]:
    """Let the owner of its partition try everything of a key again, in order, through the same handlers.

    Gives the records it will begin with; those queueing behind them follow by themselves. A repeat of the same request
    may find nothing left.
    Raises: DeclinedError when nothing of the key waits for it, UnavailableError.
    """
    parked = service.store.parked
    async with audited(service, "parked retry", key, operator) as doing:
        held = [note for note in await parked.of_key(_keys_read_as(key)) if key_of(note) == key]
        taken = [note for note in held if await parked.retry(note.id)]
        if not taken and not doing.is_repeat:
            raise DeclinedError(f"nothing of the key {key} waits to be tried again")
        doing.detail = ", ".join(str(note.id) for note in taken)
    return taken


async def discard(service: Service, record_id: UUID, operator: Operator) -> ParkedNote:
    """Let the queue of a record's key move without it; its bytes stay.

    Raises: DeclinedError when it is not set aside, UnavailableError.
    """
    parked = service.store.parked
    async with audited(service, "parked discard", str(record_id), operator) as doing:
        record = await parked.note(record_id)
        if record is None:
            raise DeclinedError(f"no record {record_id} is set aside; it may have been handled meanwhile")
        if not await parked.discard(record_id) and not doing.is_repeat:
            raise DeclinedError(f"the record {record_id} was discarded before")
        doing.detail = f"{record.group} {record.topic}/{record.partition}/{record.offset}"
    return record


def waits_for_operator(record: ParkedNote) -> bool:
    """Whether nothing more happens to a record by itself."""
    return record.state is ParkedState.PARKED


def _keys_read_as(text: str) -> Sequence[bytes | None]:
    """The keys that people may mean by a text."""
    keys: list[bytes | None] = [text.encode(), *([None] if text == "-" else [])]
    if text.startswith("0x"):
        with suppress(ValueError):
            keys.append(bytes.fromhex(text[2:]))
    return keys
