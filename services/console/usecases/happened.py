"""From an event to its line in a timeline."""

from services.console.domain.case import Line
from services.console.domain.timeline import SILENT
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.clock import milliseconds


def line_at(event: Event, cause: Cause, note: str = "") -> Line:
    """The line of an event. Raises: ValueError when the envelope has no time."""
    if cause.at is None:
        raise ValueError(f"{event.type} {cause.id} has no time")
    return Line(milliseconds(cause.at), event.type, note)


def line_unless_silent(event: Event, cause: Cause, note: str = "") -> Line | None:
    """The line of an event, or None for one that people need not read."""
    return None if event.type in SILENT else line_at(event, cause, note)
