"""Ways that follow one another: the next is tried when the one before was given up, never when it may have come.

Source: the design of notifications, section 6.
"""

from dataclasses import replace
from datetime import datetime

from services.notifications.domain.channel import ONCE_ONLY
from services.notifications.domain.delivery import Delivery, Lane, State
from services.notifications.domain.made import made
from services.notifications.domain.quiet import REVOKED, kept_quiet

NO_ANSWER = "no answer"
"""Why nobody knows what became of it: its try began, and its end was never kept."""

REACHED = "reached, says the operator"


def owes_next(delivery: Delivery) -> bool:
    """Whether the next way is to be tried."""
    return delivery.state is State.DEAD and bool(delivery.then)


def next_way(delivery: Delivery, now: datetime) -> Delivery:
    """The same message by the next way. The same again has the same id. At night it is held as any other."""
    channel, *then = delivery.then
    told = delivery.event_id, delivery.target, channel, delivery.message, delivery.template_version
    another = replace(
        made(*told, now),
        lane=delivery.lane,
        is_urgent=delivery.is_urgent,
        reached_by=delivery.reached_by,
        level=delivery.level,
        decided_by=delivery.decided_by,
        then=tuple(then),
    )
    return kept_quiet(another)


def is_once_only(delivery: Delivery) -> bool:
    """Whether a try whose end is not known must not be repeated."""
    return delivery.channel in ONCE_ONLY


def unknown(delivery: Delivery, now: datetime, why: str = NO_ANSWER) -> Delivery:
    """Nobody knows whether it came. Its token stays: its holder may still say how it ended."""
    return replace(delivery, state=State.UNKNOWN, reason=why, next_at=now, has_begun=False)


def reached(delivery: Delivery, now: datetime) -> Delivery:
    """An operator asked the provider: it came."""
    return replace(delivery, state=State.DONE, token="", reason=REACHED, next_at=now)


def overtaken(delivery: Delivery, now: datetime) -> Delivery:
    """It did not come, and its award was revoked meanwhile: the news of the revocation has gone instead."""
    return replace(delivery, state=State.CANCELLED, token="", reason=REVOKED, next_at=now)


def sent_again(delivery: Delivery, now: datetime) -> Delivery:
    """An operator asked the provider: it did not come. It has all its tries again, and then its other ways."""
    opened = replace(delivery, state=State.DUE, lane=Lane.RETRY, token="", reason="", tries=0, next_at=now)
    return kept_quiet(opened)
