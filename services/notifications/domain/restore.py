"""After a restore from a backup nobody knows what went out in the history that was lost.

Source: the design of notifications, section 4.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.notifications.domain.chain import unknown
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.quiet import QUIETED

RESTORED: Final = "restored from a backup"
"""Why nobody knows what became of it. Systems outside know what they got by its id, so calls to them go on."""


@dataclass(frozen=True, slots=True)
class Restore:
    """That the store was restored: what happened before `cut_off` may have been told by the history that was lost."""

    id: UUID
    cut_off: datetime
    declared_at: datetime
    declared_by: str
    reason: str

    @property
    def epoch(self) -> str:
        """The name of the life that the logs begin with it."""
        return f"{int(self.declared_at.timestamp()):x}{self.id.hex[:6]}"


def is_push(delivery: Delivery) -> bool:
    """Whether it rings with somebody, so that twice is once too often."""
    return delivery.channel in QUIETED


def as_after(delivery: Delivery, at: datetime, cut_off: datetime | None, now: datetime) -> Delivery:
    """What is planned of something that happened `at` an instant: not known when it may have gone out before."""
    may_have_gone = cut_off is not None and at < cut_off and is_push(delivery)
    return unknown(delivery, now, RESTORED) if may_have_gone else delivery
