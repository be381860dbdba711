"""What is needed to write to people as they chose."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.notifications.domain.around import Named
from services.notifications.domain.digest import Postponed
from services.notifications.domain.fan_out import FanOut
from services.notifications.domain.letter import Letter
from services.notifications.domain.mailbox import Mailbox, Reached
from services.notifications.domain.outcome import Ended
from services.notifications.domain.preference import Preferences

Paths = Callable[[str], Awaitable[tuple[str, ...]]]
"""Gives the path that leads to a unit, from the top; empty for one that is not known."""

Names = Callable[[], Awaitable[Named]]
"""Gives how units are called now. Raises: UnavailableError."""


class Mailboxes(Protocol):
    """Where people are written to. Every method raises UnavailableError."""

    async def find(self, ref: str) -> Mailbox | None:
        """The mailbox of a person, None when no address was ever set."""

    async def by_id(self, recipient_id: UUID) -> Mailbox | None:
        """The mailbox of a recipient by the id that stands in links."""

    async def save(self, mailbox: Mailbox) -> None:
        """Keep it as its next version. Raises: StaleError when another was kept since it was read."""


class Codes(Protocol):
    """Codes that went out, over all who asked for them."""

    async def take(self, mark: str, now: datetime) -> bool:
        """Count one to the address of a mark; False when five went there on this day. Raises: UnavailableError."""

    async def give_back(self, mark: str, now: datetime) -> None:
        """One that was counted on this day did not go out. Raises: UnavailableError."""


class Readers(Protocol):
    """Who can be reached outside. Raises UnavailableError."""

    async def reached_by(
        self, audience: Collection[str], hidden_from: Collection[str], *, since: datetime, after: str, limit: int
    ) -> Sequence[Reached]:
        """Those with a proven mailbox or telephone who hold one of the keys.

        In person, or in a role by a visit after `since`; in the order of their refs, from the first behind `after`.
        """


class Safe(Protocol):
    """Seals what must not stand in the store as it is. Each raises RefusedError (CONTACT_NOT_KEPT) without a key."""

    def seal(self, text: str) -> str:
        """The text for the store."""

    def open(self, sealed: str) -> str:
        """The text again."""

    def mark(self, text: str) -> str:
        """The same for the same text, and nobody without the key can tell of which."""


class Post(Protocol):
    """Sends a letter while somebody waits for it. Unless it `is_on`, no relay is named and nothing can be sent."""

    @property
    def is_on(self) -> bool:
        """Whether letters can be sent at all."""

    async def hand_over(self, letter: Letter, to: str, letter_id: UUID, at: datetime) -> Ended:
        """Try once; how it ended. Never raises for what the other side does."""


class Texts(Protocol):
    """Sends a short message while somebody waits for it. Unless it `is_on`, no centre is named."""

    @property
    def is_on(self) -> bool:
        """Whether short messages can be sent at all."""

    async def hand_over(self, text: str, to: str) -> Ended:
        """Try once; how it ended. Never raises for what the other side does."""


class Chosen(Protocol):
    """What persons and units chose. Every method raises UnavailableError."""

    async def of(self, audiences: Collection[str]) -> Mapping[str, Preferences]:
        """What these audiences chose; those that chose nothing are left out."""

    async def was_handled(self, audience: str, cause_id: UUID) -> bool:
        """Whether this wish of an audience was fulfilled before."""

    async def save(self, preferences: Preferences, cause_id: UUID) -> None:
        """Keep it as the version after the one it was read as. Raises: StaleError."""


class Postponements(Protocol):
    """What waits for a digest. Every method raises UnavailableError."""

    async def keep(self, items: Sequence[Postponed]) -> None:
        """Keep those that are not there yet; the same again completes it."""

    async def due(self, now: datetime) -> Sequence[Postponed]:
        """All that waits for the next digest that is due, of one target by one way; empty when none is."""

    async def close(self, ids: Collection[UUID]) -> None:
        """These came in a digest."""

    async def put_off(self, ids: Collection[UUID], due_at: datetime) -> None:
        """These wait for another one."""

    async def drop(self, event_ids: Collection[UUID]) -> None:
        """What waits of these events comes in none, for their award was revoked."""


class FanOuts(Protocol):
    """Messages for many, each with how far it has come. Every method raises UnavailableError."""

    async def keep(self, jobs: Sequence[FanOut]) -> None:
        """Keep those that are not there yet; the same again completes it."""

    async def open(self, limit: int) -> Sequence[FanOut]:
        """Those that are not done: first what presses, then the oldest."""

    async def decide(self, job: FanOut) -> FanOut:
        """Keep what is decided of the next readers, unless it was; the job as it stands then, wherever that is."""

    async def move(self, job: FanOut) -> bool:
        """Its page is reached, unless somebody else moved it; whether it was moved."""

    async def finish(self, job: FanOut) -> None:
        """All have been reached, unless somebody else moved it or decided more of it."""

    async def give_up(self, job: FanOut) -> None:
        """Nobody else is to be reached, however far it has come."""
