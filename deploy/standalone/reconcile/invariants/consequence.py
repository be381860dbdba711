"""What must have come of an event, as a row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deploy.standalone.reconcile.facts import Facts, Told

Missing = Callable[[Facts, Told], Iterator[str]]
"""Names what should be there and is not."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a group makes of one type of event, judged as things stand in the end."""

    group: str
    event: str
    missing: Missing
