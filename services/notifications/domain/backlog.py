"""How far behind a client's system is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many deliveries are still to arrive and how many never did; when the next try is, if any is planned.

    `last_done_at` is when the newest of those that arrived did.
    """

    open: int = 0
    dead: int = 0
    next_at: datetime | None = None
    last_done_at: datetime | None = None
