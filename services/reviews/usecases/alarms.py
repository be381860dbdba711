"""How it is said that a day is near or over, in whichever aggregate."""

from contextlib import suppress
from datetime import date
from typing import Any, TypeVar

from services.reviews.usecases.kept import Kept
from services.reviews.usecases.ports import Units
from shared.contracts.event import Event
from shared.kernel.cause import job_cause
from shared.kernel.errors import StaleError
from shared.kernel.steps import Alarm, Alarmed

T = TypeVar("T", bound=Alarmed)


async def say(kept: Kept[T], alarmed: T, alarm: Alarm, event: Event) -> None:
    """Keep that it was said, and say it, once; what somebody moved meanwhile is left to the next run.

    Only what is kept with the day tells whether it was said: a day that comes anew is said anew.
    """
    cause = job_cause("reviews", "alarm", alarmed.id, alarmed.version, alarm.step, alarm.due_on, alarm.kind)
    with suppress(StaleError):
        await kept.save(alarmed, emits=[event], because_of=cause)


async def breach(alarm: Alarm, units: Units, unit_id: str, on: date) -> dict[str, Any]:
    """What is told of a day that is over: whether it is the law's, and who stands above the unit that was late."""
    above = (await units.chart()).above(unit_id, on)
    return {"step": alarm.step, "due_on": alarm.due_on, "legal": alarm.is_legal, "escalate_to": above}
