"""Old versions of an event become the newest while they are read."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.contracts.registry import EVENTS

Data = dict[str, Any]

UPCASTS: Mapping[tuple[str, int], Callable[[Data], Data]] = {}
"""(type, version) → a pure function to the next version. No event has a second version yet."""


class UnknownVersionError(ValueError):
    """The message is of a version that this reader does not know yet, or no longer."""


def upcast(event_type: str, version: int, data: Data) -> Data:
    """Bring the data of one version to the newest. Raises: UnknownVersionError, KeyError for an unknown type."""
    newest = EVENTS[event_type].version
    if not 1 <= version <= newest:
        raise UnknownVersionError(f"{event_type}/{version}; this reader knows up to {newest}")
    for step in range(version, newest):
        data = UPCASTS[event_type, step](data)
    return data
