"""One message on its way to one target by one channel: its states, its tries, its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.notifications.domain.channel import Channel
from services.notifications.domain.endpoint import Ordering
from services.notifications.domain.outcome import LONGEST_RETRY_AFTER, Ended, Outcome
from services.notifications.domain.record import Recorded, Target
from shared.kernel.errors import UnavailableError
from shared.kernel.ids import id_from


class Lane(StrEnum):
    """Who shares a sender with whom: what is for a person goes before repeats, and repeats before masses."""

    PERSONAL = "personal"
    RETRY = "retry"
    BULK = "bulk"


class State(StrEnum):
    """Where a delivery stands. The first four are open, the others are its end."""

    BLOCKED = "blocked"
    DUE = "due"
    HELD = "held"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


OPEN: Final = frozenset({State.BLOCKED, State.DUE, State.HELD, State.LEASED})

_MINUTE, _HOUR = 60.0, 3600.0
WAITS: Final[Mapping[Channel, Sequence[float]]] = {
    Channel.WEBHOOK: (5, 30, *(n * _MINUTE for n in (2, 10, 30)), *(n * _HOUR for n in (2, 5, 10, 14, 20, 24))),
    Channel.EMAIL: (*(n * _MINUTE for n in (1, 5, 15)), *(n * _HOUR for n in (1, 3, 6, 6, 6, 6, 6, 6, 6))),
    Channel.CHAT: (*(n * _MINUTE for n in (1, 5, 15)), *(n * _HOUR for n in (1, 3, 6))),
    Channel.SMS: (10 * _MINUTE, 20 * _MINUTE),
    Channel.ZNS: (10 * _MINUTE, 20 * _MINUTE),
}
"""Seconds from a failed try to the next. Webhooks: 12 tries in 75 h 42 m; e-mail: 48 hours; SMS, ZNS: 30 minutes."""

MOST_OF_PERMANENT: Final = 3
"""So many tries are made of what should never succeed: the other side may have been wrong for a moment."""

UNCOUNTED_FOR: Final = timedelta(hours=24)
"""So long a target that asks for patience loses none of its tries."""

_ENDPOINT: Final = "endpoint:"
_JITTER, _MOST_JITTER_SECONDS = 0.2, 15 * _MINUTE


@dataclass(frozen=True, slots=True)
class Delivery:
    """`order_key` chains what must arrive in order, by `order_seq`; without it nothing waits for anything.

    `next_at` is when it is due, when it is let out of the quiet hours, or when its lease ends. `tries` are those that
    count. `slot_at` is the instant that its target's pace gave to it when it had to wait. `is_urgent`: it goes out in
    quiet hours too. `reached_by` is the audience key that made its target a reader; `level` and `decided_by` tell who
    decided that it goes this way. `then` are the ways that are left when it is given up; `answered_by` is the command
    by which an operator said what became of it. `has_begun`: under this lease it is handed over, or was; `number_ends`
    are the last digits of the telephone to which it was handed over last.
    """

    id: UUID
    event_id: UUID
    target: str
    channel: Channel
    message: str
    template_version: int
    lane: Lane
    state: State
    next_at: datetime
    created_at: datetime
    order_key: str = ""
    order_seq: int = 0
    tries: int = 0
    token: str = ""
    reason: str = ""
    last: Ended | None = None
    slot_at: datetime | None = None
    is_urgent: bool = False
    reached_by: str = ""
    level: str = ""
    decided_by: str = ""
    then: tuple[Channel, ...] = ()
    answered_by: UUID | None = None
    has_begun: bool = False
    number_ends: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it may still be tried."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is due in a lane and not tried yet: how many, counted to a limit, and since when the oldest is."""

    count: int
    since: datetime | None = None


def delivery_id(event_id: UUID, target: str, channel: Channel, message: str) -> UUID:
    """The one id of a message to a target by a channel: nobody is told twice."""
    return id_from("delivery", event_id, target, channel, message)


EVENT: Final = "event"
"""The message that a client's system is sent: the event itself."""


def to_endpoint(record: Recorded, target: Target, now: datetime) -> Delivery:
    """What goes to an endpoint that hears of an event; for it, what happens to one award has an order."""
    name = endpoint_target(target.endpoint_id)
    return Delivery(
        id=delivery_id(record.id, name, Channel.WEBHOOK, EVENT),
        event_id=record.id,
        target=name,
        channel=Channel.WEBHOOK,
        message=EVENT,
        template_version=1,
        lane=Lane.PERSONAL,
        state=State.DUE,
        next_at=now,
        created_at=now,
        order_key=order_of(record, target),
        order_seq=record.sequence,
    )


def order_of(record: Recorded, target: Target) -> str:
    """The order in which an event comes to a target; empty for one that wants none."""
    return f"{target.endpoint_id}:{record.about_id}" if target.ordering is Ordering.SUBJECT else ""


def endpoint_target(endpoint_id: UUID) -> str:
    """An endpoint as the target of a delivery."""
    return f"{_ENDPOINT}{endpoint_id}"


def endpoint_of(target: str) -> UUID:
    """The endpoint that is a target. Raises: ValueError for a target of another kind."""
    if not target.startswith(_ENDPOINT):
        raise ValueError("no endpoint")
    return UUID(target.removeprefix(_ENDPOINT))


def waits(delivery: Delivery, until: datetime, now: datetime) -> Delivery:
    """Its target cannot be asked now; that costs it no try. After a day it looks again, however late its slot is."""
    return replace(delivery, state=State.DUE, token="", next_at=min(until, now + LONGEST_RETRY_AFTER), slot_at=until)


def given_back(delivery: Delivery, now: datetime) -> Delivery:
    """Its holder stops: another may try at once."""
    return replace(delivery, state=State.DUE, token="", next_at=now)


LEASE_ENDS: Final = "its lease ends"
LONGEST_TRY: Final = timedelta(seconds=15.5)
"""Connecting, handing over and hearing the answer take no longer, by any way."""


def require_time(delivery: Delivery, now: datetime) -> None:
    """Right before it is handed over.

    Raises: UnavailableError when a try that began now might outlast its lease, so that another would make it too.
    """
    if delivery.state is State.LEASED and now > delivery.next_at - LONGEST_TRY:
        raise UnavailableError(LEASE_ENDS)


def leased(delivery: Delivery, until: datetime, token: str) -> Delivery:
    """It is under way: only who bears the token says how it ends, until the lease is over."""
    return replace(delivery, state=State.LEASED, token=token, next_at=until)


def settled(delivery: Delivery, ended: Ended, now: datetime, luck: float) -> Delivery:
    """The delivery after a try. `luck` from 0 to 1 spreads what failed together: a wait only grows by it."""
    counts = not (ended.outcome is Outcome.THROTTLE and now - delivery.created_at < UNCOUNTED_FOR)
    tries = delivery.tries + counts
    end = _end(delivery.channel, tries, ended.outcome)
    return replace(
        delivery,
        last=Ended(ended.outcome, ended.status, ended.ms, ended.reason, ended.retry_after_seconds),
        token="",
        reason=ended.reason,
        number_ends=ended.number_ends,
        slot_at=None,
        tries=tries,
        state=end or State.DUE,
        lane=delivery.lane if end else Lane.RETRY,
        next_at=now if end else now + _wait(delivery.channel, tries, ended, luck),
    )


def _end(channel: Channel, tries: int, outcome: Outcome) -> State | None:
    if outcome is Outcome.OK:
        return State.DONE
    if outcome is Outcome.UNKNOWN:
        return State.UNKNOWN
    is_over = outcome in (Outcome.GONE, Outcome.REFUSED) or tries >= _most(channel, outcome)
    return State.DEAD if is_over else None


def _most(channel: Channel, outcome: Outcome) -> int:
    most = len(WAITS[channel]) + 1
    return min(most, MOST_OF_PERMANENT) if outcome in (Outcome.PERMANENT, Outcome.BLOCKED) else most


def _wait(channel: Channel, tries: int, ended: Ended, luck: float) -> timedelta:
    planned = WAITS[channel][max(tries - 1, 0)]
    planned += min(planned * _JITTER, _MOST_JITTER_SECONDS) * luck
    asked = timedelta(seconds=ended.retry_after_seconds or 0.0)
    return max(timedelta(seconds=planned), min(asked, LONGEST_RETRY_AFTER))
