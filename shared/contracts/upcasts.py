"""Old versions of an event become the newest while they are read."""

from collections.abc import Callable, Mapping
from typing import Any

Data = dict[str, Any]
Steps = Mapping[tuple[str, int], Callable[[Data], Data]]


def _as_it_is(data: Data) -> Data:
    """What became nullable reads as it was; what was added has a default."""
    return data


UPCASTS: Steps = {
    ("nomination.drafted", 1): _as_it_is,
    ("nomination.submitted", 1): _as_it_is,
    ("nomination.forwarded", 1): _as_it_is,
    ("nomination.resubmitted", 1): _as_it_is,
    ("award.granted", 1): _as_it_is,
    ("award.published", 1): _as_it_is,
}
"""(type, version) → a pure function to the next version. Second versions have room for files without a deed."""


class UnknownVersionError(ValueError):
    """The message is of a version from which no step leads to the newest."""


def upcast(event_type: str, version: int, newest: int, data: Data, steps: Steps = UPCASTS) -> Data:
    """Bring the data of one version to the newest, step by step. Raises: UnknownVersionError."""
    for number in range(version, newest):
        step = steps.get((event_type, number))
        if step is None:
            raise UnknownVersionError(f"{event_type}/{version} cannot become {event_type}/{newest}")
        data = step(data)
    return data
