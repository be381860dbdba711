"""What the use cases need, in their own words."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from services.notifications.domain.delivery import Delivery, Lane
from services.notifications.domain.digest import Postponed
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.fan_out import FanOut
from services.notifications.domain.letter import Letter
from services.notifications.domain.mailbox import Mailbox, Reached
from services.notifications.domain.notice import Notice
from services.notifications.domain.outcome import Ended
from services.notifications.domain.preference import Preferences
from services.notifications.domain.record import Recorded, Waiting
from services.notifications.domain.register import Entry
from shared.kernel.actor import Actor

Paths = Callable[[str], Awaitable[tuple[str, ...]]]
"""Gives the path that leads to a unit, from the top; empty for one that is not known."""

Secret = Callable[[], str]
"""Gives 32 bytes of secret randomness, hexadecimal."""


class Events(Protocol):
    """The events that were heard, each with its frozen plan."""

    async def keep(self, record: Recorded) -> Recorded:
        """Keep an event; one that was kept before is given back as it stands. Raises: UnavailableError."""

    async def file_of(self, about_id: UUID) -> Mapping[str, Any]:
        """Subject, proposer and endorser of a nomination, empty when it was not heard of yet."""

    async def settle(self, record: Recorded) -> Recorded:
        """Keep the plan of an event that waited for its file, and give the event as it stands: the first plan counts.

        Raises: UnavailableError.
        """

    async def unplanned_of(self, file_id: UUID, limit: int) -> Sequence[Recorded]:
        """The first events, in their order, that wait for this file or whose plan may be unfinished; not its own."""

    async def still_waiting(self) -> Waiting:
        """How many events wait for their files, and since when."""

    async def get(self, event_id: UUID) -> Recorded:
        """An event that is kept. Raises: KeyError, UnavailableError."""

    async def ids_about(self, about_id: UUID, *, except_kind: str) -> Sequence[UUID]:
        """All events that happened to one aggregate but those of a kind. Raises: UnavailableError."""

    async def is_told(self, about_id: UUID, kind: str) -> bool:
        """Whether an event of this kind happened to an aggregate. Raises: UnavailableError."""

    async def mark_planned(self, event_id: UUID) -> None:
        """All that was planned stands in the logs. Raises: UnavailableError."""

    async def unplanned(self, before: datetime, limit: int) -> Sequence[Recorded]:
        """Events kept before an instant with a plan that may be unfinished, oldest first; none that waits."""


class Deliveries(Protocol):
    """What goes out of the house, each to one target. Every method raises UnavailableError."""

    async def keep(self, deliveries: Sequence[Delivery]) -> None:
        """Keep those that are not there yet; the same again completes it."""

    async def claim(self, lane: Lane, limit: int, *, now: datetime, until: datetime, token: str) -> Sequence[Delivery]:
        """Lease what is due in a lane, longest due first, to the bearer of a fresh token; a lease that ended is due."""

    async def settle(self, delivery: Delivery, token: str) -> bool:
        """Keep how a try ended, if the lease is still the bearer's; whether it was."""

    async def held_up(self, order_keys: Collection[str], order_seq: int) -> Collection[str]:
        """Those of the orders in which something open comes before."""

    async def let_go(self, order_key: str, now: datetime) -> None:
        """The first that waits in an order is due, if nothing open comes before it."""

    async def waiting_orders(self, limit: int) -> Sequence[str]:
        """Orders in which something waits."""

    async def cancel_held(self, event_ids: Collection[UUID], now: datetime) -> None:
        """What is held of these events does not go out any more, for their award was revoked."""

    async def of_event(self, event_id: UUID) -> Sequence[Delivery]:
        """All deliveries of an event."""

    async def find(self, delivery_id: UUID) -> Delivery | None:
        """The delivery of this id, None when there is none."""


class Receivers(Protocol):
    """Endpoints as a sender sees them. Every method raises UnavailableError."""

    async def find(self, endpoint_id: UUID) -> Endpoint | None:
        """An endpoint as it stands."""

    async def hearing(self, kind: str, unit_path: Collection[str]) -> Sequence[Endpoint]:
        """Those who hear of an event of this kind in a unit of this path."""


class Outbound(Protocol):
    """A way out of the house."""

    async def free_at(self, delivery: Delivery, now: datetime) -> datetime | None:
        """None when its target can be asked now, and then `send` follows at once; else when to look again.

        It may wait up to ten seconds until the target is free.
        """

    async def send(self, delivery: Delivery, record: Recorded) -> Ended:
        """Try once; how it ended. Never raises for what the other side does. Raises: UnavailableError."""


class Feed(Protocol):
    """The dense log of all messages."""

    async def post(self, record: Recorded) -> None:
        """Append the messages of an event that do not stand in the log yet, each with `notification.posted`.

        Raises: UnavailableError; then some may stand and some not, and posting again completes them.
        """

    async def head(self) -> int:
        """The number of the newest item; 0 when there is none."""

    async def newest(
        self, keys: Collection[str], hidden_key: str, *, before: int | None, limit: int
    ) -> Sequence[Notice]:
        """Items for one of the keys and not hidden from `hidden_key`, newest first, numbered below `before`."""

    async def count(self, keys: Collection[str], hidden_key: str, *, after: int, limit: int) -> int:
        """How many such items are numbered above `after`, counted up to `limit`."""


class Register(Protocol):
    """The public register of awards."""

    async def append(self, record: Recorded) -> None:
        """Enter what an event adds, unless it stands there. Raises: UnavailableError."""

    async def entries(self, since: int, limit: int) -> Sequence[Entry]:
        """Entries numbered above `since`, in order."""

    async def entry(self, seq: int) -> Entry | None:
        """One entry by its number."""

    async def head(self) -> int:
        """The number of the newest entry; 0 when there is none."""

    async def wait_past(self, seq: int, seconds: float) -> None:
        """Return when an entry numbered above `seq` stands, or when the time is over."""


class Recipients(Protocol):
    """Who reads, and how far."""

    async def read_up_to(self, ref: str) -> int:
        """The number of the last item that counts as read; 0 for one who has read nothing."""

    async def mark_read(self, ref: str, up_to: int) -> None:
        """Move the watermark forward; one that stands further stays. Raises: UnavailableError."""

    async def seen(self, ref: str, keys: Collection[str], now: datetime) -> None:
        """Keep by which keys somebody is reached, as of this visit. Raises: UnavailableError."""


class Mailboxes(Protocol):
    """Where people are written to. Every method raises UnavailableError."""

    async def find(self, ref: str) -> Mailbox | None:
        """The mailbox of a person, None when no address was ever set."""

    async def by_id(self, recipient_id: UUID) -> Mailbox | None:
        """The mailbox of a recipient by the id that stands in links."""

    async def save(self, mailbox: Mailbox) -> None:
        """Keep it as its next version. Raises: StaleError when another was kept since it was read."""

    async def reached_by(
        self, audience: Collection[str], hidden_from: Collection[str], *, since: datetime, after: str, limit: int
    ) -> Sequence[Reached]:
        """Proven mailboxes of those who hold one of the keys: in person, or in a role by a visit after `since`.

        In the order of their refs, from the first behind `after`.
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
        """Those that are not done, oldest first."""

    async def move(self, job: FanOut, after: str) -> bool:
        """It has come so far, unless somebody else moved it; whether it was moved."""

    async def finish(self, job: FanOut) -> None:
        """All have been reached."""


class Tickets(Protocol):
    """Tickets for browsers, which cannot send a token with an event stream. Only their digests are kept."""

    async def put(self, digest: str, actor: Actor, expires_at: datetime) -> None:
        """Keep a ticket."""

    async def take(self, digest: str, now: datetime) -> Actor | None:
        """Whose ticket it is, once; None for one that is unknown, used or expired."""
