"""Sending again to an endpoint what it did not take, or all of it: a job of many small steps."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.notifications.domain.delivery import Delivery, Lane, State
from shared.kernel.errors import ConflictError, RefusedError

MOST: Final = 100_000
A_STEP: Final = 50
STEP_EVERY: Final = timedelta(seconds=1)
STEP_TAKES: Final = timedelta(seconds=30)
"""So long a step is left to the process that began it."""

REACHES_BACK: Final = timedelta(days=90)


class RedriveTooOldError(RefusedError):
    """By webhook the last ninety days are sent again; what is older is pulled from the register."""

    code = "REDRIVE_TOO_OLD"


class RedriveTooLargeError(RefusedError):
    """One job sends a hundred thousand again at most."""

    code = "REDRIVE_TOO_LARGE"


class RedriveRunsError(ConflictError):
    """Something is being sent again to this endpoint already."""

    code = "REDRIVE_RUNS"


class What(StrEnum):
    """What is sent again: what was given up, or everything that the endpoint hears of, taken or not."""

    DEAD = "dead"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Behind:
    """How far a job has come: the last thing that it took, in the order of time and id."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Redrive:
    """A job that sends again to one endpoint what happened from `since` on, before `until`.

    `total` is what it found when it was asked for, `sent` how many of them it handed to the senders, `body_hash` what
    was asked, so that a repeat of the wish is known. It goes on at `next_at`; `reason` says why it ended early.
    """

    id: UUID
    endpoint_id: UUID
    asked_by: str
    asked_at: datetime
    what: What
    since: datetime
    until: datetime
    total: int
    next_at: datetime
    body_hash: str | None = None
    sent: int = 0
    behind: Behind | None = None
    is_over: bool = False
    reason: str = ""
    version: int = 0

    def begun(self, now: datetime) -> "Redrive":
        """A step begins: others leave it alone, and do it when its process is dead."""
        return replace(self, next_at=now + STEP_TAKES)

    def stepped(self, taken: int, behind: Behind | None, now: datetime) -> "Redrive":
        """After a step; one that took less than it may was the last."""
        after = replace(self, sent=self.sent + taken, behind=behind or self.behind, next_at=now + STEP_EVERY)
        return replace(after, is_over=taken < A_STEP)

    def stopped(self, reason: str) -> "Redrive":
        """It ends before all was sent."""
        return replace(self, is_over=True, reason=reason)


def require_near(since: datetime, now: datetime) -> None:
    """Raises: RedriveTooOldError."""
    if since < now - REACHES_BACK:
        raise RedriveTooOldError(days=REACHES_BACK.days)


def require_few(count: int) -> None:
    """Raises: RedriveTooLargeError."""
    if count > MOST:
        raise RedriveTooLargeError(most=MOST)


def again(delivery: Delivery, now: datetime) -> Delivery:
    """A delivery that is open once more, behind what is for persons, with all its tries; in an order it waits first."""
    state = State.BLOCKED if delivery.order_key else State.DUE
    opened = replace(delivery, state=state, lane=Lane.BULK, next_at=now, tries=0)
    return replace(opened, token="", reason="", slot_at=None)
