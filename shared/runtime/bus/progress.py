"""How far a partition is handled: the first offset that is not done is what gets committed."""

from collections import deque
from dataclasses import dataclass, field

Partition = tuple[str, int]
"""Topic and number."""


@dataclass(eq=False)
class Progress:
    """What was delivered of one partition and what of it is done.

    `low` is the first offset that is not done. Offsets may have gaps, so the order of delivery counts. `epoch` grows
    when the partition is read again from `low` or taken away: what was delivered before and has not begun is void.
    `broken` are the keys of which nothing more may run in this epoch. `failures` counts rewinds without progress.
    `outdated` is the last poll that may have brought records from before a rewind.
    """

    low: int | None = None
    epoch: int = 0
    failures: int = 0
    outdated: int = 0
    oldest_ms: int | None = None
    broken: set[bytes | None] = field(default_factory=set)
    _open: deque[tuple[int, int]] = field(default_factory=deque)
    _done: set[int] = field(default_factory=set)

    def deliver(self, offset: int, at_ms: int, poll: int = 1) -> bool:
        """Note a delivered offset and when it was written; False when it is done already.

        False, too, when it was polled before the last rewind: it comes again, behind what has to be read before it.
        """
        if poll <= self.outdated:
            return False
        if self.low is None:
            self.low = offset
        if offset < self.low:
            return False
        self._open.append((offset, at_ms))
        is_new = offset not in self._done
        self._settle()
        return is_new

    def is_done(self, offset: int) -> bool:
        """Whether this offset needs no more work."""
        return offset in self._done or (self.low is not None and offset < self.low)

    def finish(self, offset: int) -> None:
        """Note that an offset is done."""
        if not self.is_done(offset):
            self._done.add(offset)
            self._settle()

    def void(self) -> None:
        """Nothing of what was delivered may begin any more."""
        self.epoch += 1
        self.broken.clear()

    def rewind(self, poll: int = 0) -> int | None:
        """Void what was delivered, up to this poll, and say from where to read again; None when all of it is done."""
        if not self._open:
            return None
        self._open.clear()
        self.outdated = poll
        self.failures += 1
        self.void()
        return self.low

    def _settle(self) -> None:
        while self._open and self._open[0][0] in self._done:
            offset, _ = self._open.popleft()
            self._done.discard(offset)
            self.low = offset + 1
            self.failures = 0
        self.oldest_ms = self._open[0][1] if self._open else None
