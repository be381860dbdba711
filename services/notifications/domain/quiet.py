"""Quiet hours: at night nothing rings; what would, is held until the morning and never dropped."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, State
from shared.kernel.clock import VIETNAM

QUIET_FROM: Final = time(21, 30)
QUIET_UNTIL: Final = time(6, 30)
SPREAD: Final = timedelta(minutes=5)
"""Over so long the morning's messages are spread."""

QUIETED: Final = frozenset({Channel.EMAIL, Channel.CHAT, Channel.SMS, Channel.ZNS})
"""What rings. Systems never sleep, and the inbox waits to be opened."""

REVOKED: Final = "award_revoked"
"""Why a delivery is cancelled; there is no other reason."""


def is_quiet(at: datetime) -> bool:
    """Whether an instant falls into the quiet hours in Vietnam; their end is outside."""
    clock = at.astimezone(VIETNAM).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def morning_after(at: datetime, delivery_id: UUID) -> datetime:
    """When what is held at a quiet instant goes out: the same delivery always at the same moment of the spread."""
    local = at.astimezone(VIETNAM)
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    spread = SPREAD * (delivery_id.int % 1000) / 1000
    return (datetime.combine(day, QUIET_UNTIL, VIETNAM) + spread).astimezone(at.tzinfo)


def kept_quiet(delivery: Delivery) -> Delivery:
    """The delivery as it may ring: one that would be due in the quiet hours is held until their end.

    It belongs after every change of `next_at`: when it is planned, and when a failed try is to be repeated.
    """
    may_ring = delivery.is_urgent or delivery.channel not in QUIETED
    if may_ring or delivery.state is not State.DUE or not is_quiet(delivery.next_at):
        return delivery
    return replace(delivery, state=State.HELD, next_at=morning_after(delivery.next_at, delivery.id))


def woken_late(delivery: Delivery, now: datetime) -> Delivery | None:
    """What came to its turn only after the quiet hours began, to be held and not tried; None when it may go.

    That costs it no try.
    """
    late = kept_quiet(replace(delivery, state=State.DUE, token="", next_at=now))
    return late if late.state is State.HELD else None


def cancelled(delivery: Delivery, now: datetime) -> Delivery:
    """Its award was revoked before it went out: the news of the revocation goes instead."""
    if delivery.state is not State.HELD:
        return delivery
    return replace(delivery, state=State.CANCELLED, reason=REVOKED, next_at=now)
