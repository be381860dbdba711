"""Whether a try may rely on what this process remembers of the store, and whether its outcome proves it right.

A thing that was just saved is remembered, so that its next event needs no read. Another process may have changed it
since: a save then fails by its version. But a handler that refuses, or does nothing, saves nothing and proves nothing.
So the first try of an event may remember; unless each thing that it remembered was saved, it is tried again by what is
stored. Commands of people always read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from shared.kernel.errors import StaleError


@dataclass(slots=True)
class Memory:
    """What one try took from memory and has not saved yet."""

    unproven: set[UUID] = field(default_factory=set)

    def take(self, thing_id: UUID) -> None:
        """A thing is remembered, not read."""
        self.unproven.add(thing_id)

    def rely(self, thing_id: UUID) -> None:
        """A thing is about to be saved: its version proves itself, and nothing else. Raises: StaleError."""
        if self.unproven and self.unproven != {thing_id}:
            raise StaleError

    def prove(self, thing_id: UUID) -> None:
        """A thing was saved as it was remembered."""
        self.unproven.discard(thing_id)


_memory: ContextVar[Memory | None] = ContextVar("memory", default=None)


def memory() -> Memory | None:
    """The memory that the running try may use; None when it must read."""
    return _memory.get()


@contextmanager
def remembering() -> Iterator[Memory]:
    """Allow memory inside; afterwards `unproven` tells what nothing proved."""
    used = Memory()
    token = _memory.set(used)
    try:
        yield used
    finally:
        _memory.reset(token)
