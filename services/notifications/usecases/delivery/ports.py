"""What a try needs besides deliveries, in its own words."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from services.notifications.domain.attempt import Attempt
from services.notifications.domain.delivery import Backlog, Delivery
from services.notifications.domain.outcome import Ended
from services.notifications.domain.restore import Restore
from services.notifications.usecases.ports import Outbound


class Attempts(Protocol):
    """Tries that are told of. Every method raises UnavailableError."""

    async def note(self, attempt: Attempt) -> None:
        """Keep it; the same again changes nothing."""

    async def of_delivery(self, delivery_id: UUID) -> Sequence[Attempt]:
        """The tries of a delivery that are kept, oldest first."""


class Unanswered(Protocol):
    """Deliveries that wait for somebody's word, or for their next way. Every method raises UnavailableError."""

    async def broken_off(self, now: datetime, limit: int) -> Sequence[Delivery]:
        """Those that were handed over, must not be repeated, and whose lease is over."""

    async def owing(self, limit: int) -> Sequence[Delivery]:
        """Those that were given up and whose next way may not be kept yet."""

    async def passed_on(self, delivery_id: UUID) -> None:
        """The next way of this one is kept."""

    async def unknown(self, limit: int) -> Sequence[Delivery]:
        """Those of which nobody knows the end, longest first."""

    async def backlog(self, limit: int) -> Backlog:
        """How many of which nobody knows the end, counted to a limit, and since when."""

    async def open_pushes(self, before: datetime, limit: int) -> Sequence[Delivery]:
        """Those that ring with people, are open and were planned before an instant."""

    async def leave(self, deliveries: Sequence[Delivery]) -> None:
        """Nobody knows what became of these; one that has ended meanwhile stays."""

    async def answer(self, delivery: Delivery, since: datetime) -> bool:
        """Keep what became of one of which nobody knew since an instant; whether that was still so."""


class Restores(Protocol):
    """Restores from a backup. Every method raises UnavailableError."""

    async def keep(self, restore: Restore) -> Restore:
        """Keep it; one that was kept under its id before is given back as it stands."""

    async def cut_off(self) -> datetime | None:
        """Before which people may have been told by a history that was lost; None when nothing was restored."""


class Lives(Protocol):
    """A log that can begin anew."""

    async def begin(self, epoch: str) -> None:
        """What is appended from now on is of this epoch; the same again changes nothing. Raises: UnavailableError."""


class Prompt(Outbound, Protocol):
    """A way out that may be taken before a delivery is kept: what arrives twice there counts once."""

    async def enter_soon(self, delivery: Delivery) -> bool:
        """Whether its target has room, now or in a moment; then `send` follows at once. No for one that is spared."""


Result = TypeVar("Result")


class Flights(Protocol):
    """Tries under way in this process, each in a task of its own."""

    @property
    def room(self) -> int:
        """How many more of those that are kept may begin; none where no sender runs, and when it ends."""

    async def make_room(self, count: int) -> bool:
        """Wait until so many that nobody keeps yet may begin; False where no sender runs, and when it ends."""

    def begin(self, delivery: Delivery | None, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Begin one. A leased `delivery` is given back when the process ends before it does."""


class Tally(Protocol):
    """Who counts how tries end."""

    def ended(self, delivery: Delivery, ended: Ended, now: datetime) -> None:
        """A try ended."""

    def lease_lost(self) -> None:
        """The end of a try came after its lease, and counts for nothing."""
