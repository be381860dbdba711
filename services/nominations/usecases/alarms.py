"""How it is said that a day is near or over, in whichever aggregate."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Protocol, TypeVar

from services.nominations.usecases.nomination.grantor import in_place_of
from services.nominations.usecases.ports import Organisation
from shared.contracts.event import Event
from shared.kernel.cause import Cause, job_cause
from shared.kernel.errors import StaleError
from shared.kernel.steps import Alarm, Alarmed

T = TypeVar("T", bound=Alarmed)
A_contra = TypeVar("A_contra", bound=Alarmed, contravariant=True)


class Kept(Protocol[A_contra]):
    """Where aggregates of one kind are kept."""

    async def save(self, alarmed: A_contra, /, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep it, its events and the id of their cause, all or nothing. Raises: StaleError."""


async def say(kept: Kept[T], alarmed: T, alarm: Alarm, event: Event) -> None:
    """Keep that it was said, and say it, once; what somebody moved meanwhile is left to the next run.

    Only what is kept with the day tells whether it was said: a day that comes anew is said anew.
    """
    cause = job_cause("nominations", "alarm", alarmed.id, alarmed.version, alarm.step, alarm.due_on, alarm.kind)
    with suppress(StaleError):
        await kept.save(alarmed, emits=[event], because_of=cause)


async def breach(alarm: Alarm, organisation: Organisation, unit_code: str, on: date) -> dict[str, Any]:
    """What is told of a day that is over: whether it is the law's, and who stands above the unit that was late.

    That is the unit right above, on the command line of that day, or above the one in its place; None at the top.
    Raises: UnknownUnitError.
    """
    standing = await in_place_of(organisation, unit_code, on)
    path = (await organisation.unit(standing, on)).path
    above = path[-2] if len(path) > 1 else None
    return {"step": alarm.step, "due_on": alarm.due_on, "legal": alarm.is_legal, "escalate_to": above}
