"""Which steps fall due: filters for those of whose days something is to be said that was not."""

from collections.abc import Mapping
from datetime import date

from shared.kernel.steps import AlarmKind
from shared.runtime.store.driver import Document

_MILD = (None, AlarmKind.APPROACHING.value)


def of_states(step_of_state: Mapping[str, str], today: date, soon: date) -> Document:
    """Aggregates in these states whose step of that state is due by `soon`, and not all is told of it."""
    states: dict[str, list[str]] = {}
    for state, step in step_of_state.items():
        states.setdefault(step, []).append(state)
    return {
        "$or": [
            {
                "state.state": {"$in": sorted(within)},
                "state.steps": {"$elemMatch": {"name": step, "done_on": None, **untold(today, soon)}},
            }
            for step, within in states.items()
        ]
    }


def untold(today: date, soon: date, prefix: str = "") -> Document:
    """A day that is near or over and of which that was not told; the fields' names begin with `prefix`."""
    due, legal, told = f"{prefix}due_on", f"{prefix}legal_due_on", f"{prefix}told"
    over = {"$lt": today.isoformat()}
    return {
        due: {"$lte": soon.isoformat()},
        "$or": [
            {told: None},
            {told: {"$in": _MILD}, due: over},
            {told: {"$ne": AlarmKind.LEGAL_BREACHED.value}, legal: over},
        ],
    }
