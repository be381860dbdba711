"""What an operator decides about records that were set aside: try them again, or let their queue move without one."""

from collections.abc import Sequence
from uuid import UUID

from shared.runtime.bus.ports import ParkedRecord, ParkedState
from shared.runtime.operating.audit import DeclinedError, Operator, audited
from shared.runtime.service import Service


def key_of(record: ParkedRecord) -> str:
    """The key as people read and type it; bytes that are no text as `0x…`, and `-` for a record without a key."""
    if record.key is None:
        return "-"
    try:
        return record.key.decode()
    except UnicodeDecodeError:
        return f"0x{record.key.hex()}"


async def held(service: Service) -> Sequence[ParkedRecord]:
    """The records that are set aside and not left out, by group, topic, partition and offset.

    Raises: UnavailableError.
    """
    found = await service.store.parked.list()
    return [record for record in found if record.state is not ParkedState.DISCARDED]


async def retry(service: Service, key: str, operator: Operator) -> Sequence[ParkedRecord]:
    """Let the owner of its partition try everything of a key again, in order, through the same handlers.

    Gives the records it will begin with; those queueing behind them follow by themselves.
    Raises: DeclinedError when nothing of the key waits for it, UnavailableError.
    """
    parked = service.store.parked
    async with audited(service, "parked retry", key, operator) as doing:
        held = [record for record in await parked.list() if key_of(record) == key and record.reason != "behind"]
        taken = [record for record in held if await parked.retry(record.id)]
        if not taken:
            raise DeclinedError(f"nothing of the key {key} waits to be tried again")
        doing.detail = ", ".join(str(record.id) for record in taken)
    return taken


async def discard(service: Service, record_id: UUID, operator: Operator) -> ParkedRecord:
    """Let the queue of a record's key move without it; its bytes stay.

    Raises: DeclinedError when it is not set aside, UnavailableError.
    """
    parked = service.store.parked
    async with audited(service, "parked discard", str(record_id), operator) as doing:
        record = await parked.find(record_id)
        if record is None:
            raise DeclinedError(f"no record {record_id} is set aside; it may have been handled meanwhile")
        if not await parked.discard(record_id):
            raise DeclinedError(f"the record {record_id} was discarded before")
        doing.detail = f"{record.group} {record.topic}/{record.partition}/{record.offset}"
    return record


def waits_for_operator(record: ParkedRecord) -> bool:
    """Whether nothing more happens to a record by itself."""
    return record.state is ParkedState.PARKED
