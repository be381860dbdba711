"""Read models: rows that say nothing the bus does not say, and can be built from it again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.runtime.bus.subscription import Group, Replay

Row = Mapping[str, Any]

Settled = Callable[[Row], Row]
"""A row without what depends on the order in which topics were read, such as a number given on arrival."""


@dataclass(frozen=True)
class ReadModel:
    """Collections that are rebuilt, compared and switched together.

    `group` names the living consumer group, with handlers that write these rows and do nothing else. `rows` names each
    collection and the form in which its rows are compared. `beside` are collections that begin anew with them.
    """

    name: str
    group: Group
    rows: Mapping[str, Settled]
    beside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.group.replay is not Replay.FREE:
            raise ValueError(f"{self.name} is written by handlers that may not run again")

    @property
    def collections(self) -> tuple[str, ...]:
        """Everything that a generation consists of."""
        return (*self.rows, *self.beside)


def as_it_is(row: Row) -> Row:
    """For rows that come out the same in whatever order topics are read."""
    return row
