"""What the use cases need, in their own words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from services.notifications.domain.addressed import Addressed
from services.notifications.domain.delivery import Backlog, Delivery, Lane, State
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.notice import Notice
from services.notifications.domain.outcome import Ended
from services.notifications.domain.record import Recorded, Waiting
from services.notifications.domain.redrive import Behind
from services.notifications.domain.register import Entry
from shared.contracts.event import Event
from shared.kernel.actor import Actor
from shared.kernel.cause import Cause

Secret = Callable[[], str]
"""Gives 32 bytes of secret randomness, hexadecimal."""


During = tuple[datetime | None, datetime | None]
"""From an instant on, and before another; None is no limit."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Announced events of these kinds, at these units and below, recorded in between."""

    kinds: Collection[str]
    units: Collection[str]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class End:
    """What is told of the end of a delivery, and what it comes of."""

    event: Event
    because_of: Cause


class Events(Protocol):
    """The events that were heard, each with its frozen plan."""

    async def keep(self, record: Recorded) -> Recorded:
        """Keep an event; one that was kept before is given back as it stands. Raises: UnavailableError.

        The very record that was given comes back only from the one call that kept it.
        """

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

    async def ids_about(self, about_id: UUID, *, except_kinds: Collection[str]) -> Sequence[UUID]:
        """All events that happened to one aggregate but those of some kinds. Raises: UnavailableError."""

    async def is_told(self, about_id: UUID, kind: str) -> bool:
        """Whether an event of this kind happened to an aggregate. Raises: UnavailableError."""

    async def also_told(
        self, event_ids: Collection[UUID], kind: str, *, except_kinds: Collection[str]
    ) -> Collection[UUID]:
        """Those of the events to whose aggregates one of a kind happened too; none that is of some kinds itself."""

    async def these(self, event_ids: Collection[UUID]) -> Sequence[Recorded]:
        """Those of the events that are kept, in no order. Raises: UnavailableError."""

    async def heard(self, wanted: Heard, behind: Behind | None, limit: int) -> Sequence[Recorded]:
        """The events that were wanted, in the order of time, from the first behind. Raises: UnavailableError."""

    async def count_heard(self, wanted: Heard, limit: int) -> int:
        """How many were wanted, counted to a limit. Raises: UnavailableError."""

    async def addressed_to(self, event_ids: Collection[UUID], ref: str) -> Mapping[tuple[UUID, str], Addressed]:
        """What the plans of these events say of a person, by event and message. Raises: UnavailableError."""

    async def mark_planned(self, event_id: UUID) -> None:
        """All that was planned stands in the logs. Raises: UnavailableError."""

    async def unplanned(self, before: datetime, limit: int) -> Sequence[Recorded]:
        """Events kept before an instant with a plan that may be unfinished, oldest first; none that waits."""


class Deliveries(Protocol):
    """What goes out of the house, each to one target. Every method raises UnavailableError."""

    async def keep(self, deliveries: Sequence[Delivery]) -> None:
        """Keep those that are not there yet; the same again completes it."""

    async def claim(self, lane: Lane, limit: int, *, now: datetime, until: datetime, token: str) -> Sequence[Delivery]:
        """Lease what is due in a lane, longest due first, to the bearer of a fresh token; a lease that ended is due.

        But for one that had begun and must not be repeated.
        """

    async def settle(self, delivery: Delivery, token: str, end: End | None = None) -> bool:
        """Keep how a try ended and what is told of it, if the lease is still the bearer's; whether it was."""

    async def begin(self, delivery: Delivery) -> bool:
        """It is about to be handed over, if the lease is still its bearer's; whether it was.

        Its `number_ends` are kept.
        """

    async def held_up(self, order_keys: Collection[str], order_seq: int) -> Collection[str]:
        """Those of the orders in which something open comes before."""

    async def let_go(self, order_key: str, now: datetime) -> None:
        """The first that waits in an order is due, if nothing open comes before it."""

    async def stuck_orders(self, behind: str, limit: int) -> tuple[Sequence[str], str]:
        """Orders of which the first waits, though nothing comes before it, among the next `limit` that wait.

        And how far that came, to go on `behind` it; empty at the end.
        """

    async def cancel_held(self, event_ids: Collection[UUID], now: datetime) -> None:
        """What is held of these events does not go out any more, for their award was revoked."""

    async def backlog(self, lane: Lane, now: datetime, limit: int) -> Backlog:
        """What is due in a lane and leased by nobody, counted to a limit."""

    async def reopen(self, deliveries: Sequence[Delivery]) -> None:
        """Open again those that have ended, as they are given; those that are not there yet are kept."""

    async def dead(
        self, target: str, since: datetime, until: datetime, behind: Behind | None, limit: int
    ) -> Sequence[Delivery]:
        """Those of a target that were given up, planned in between, in the order of time, from the first behind."""

    async def count_dead(self, target: str, since: datetime, until: datetime, limit: int) -> int:
        """How many of them there are, counted to a limit."""

    async def of_target(
        self, target: str, states: Collection[State], during: During, behind: Delivery | None, limit: int
    ) -> Sequence[Delivery]:
        """Those of a target in these states, newest first, from the first behind."""

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

    async def wait_past(self, seq: int, seconds: float) -> bool:
        """Whether an entry numbered above `seq` came before the time was over, or before the service stops."""


class Recipients(Protocol):
    """Who reads, and how far."""

    async def read_up_to(self, ref: str) -> int:
        """The number of the last item that counts as read; 0 for one who has read nothing."""

    async def mark_read(self, ref: str, up_to: int) -> None:
        """Move the watermark forward; one that stands further stays. Raises: UnavailableError."""

    async def seen(self, ref: str, keys: Collection[str], now: datetime) -> None:
        """Keep by which keys somebody is reached, as of this visit. Raises: UnavailableError."""


class Tickets(Protocol):
    """Tickets for browsers, which cannot send a token with an event stream. Only their digests are kept."""

    async def put(self, digest: str, actor: Actor, expires_at: datetime) -> None:
        """Keep a ticket."""

    async def take(self, digest: str, now: datetime) -> Actor | None:
        """Whose ticket it is, once; None for one that is unknown, used or expired."""
