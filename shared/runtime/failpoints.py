"""Lines at which a process may be told to kill itself, so that tests see what a death right there leaves behind."""

import asyncio
import os
import signal
from enum import StrEnum


class Failpoint(StrEnum):
    """Where it may die; each name stands once in the code, but where its sentence says more."""

    BEFORE_FLUSH = "before_flush"
    """A batch of saves is gathered and not sent; in a dense log likewise."""
    AFTER_DB_WRITE = "after_db_write"
    """MongoDB has kept a batch, and nobody knows of it; in a dense log likewise."""
    AFTER_ACK_SENT = "after_ack_sent"
    """A client was told that its command is done."""
    BEFORE_PUBLISH = "before_publish"
    """Events are taken for the bus and not sent."""
    AFTER_PUBLISH = "after_publish"
    """The broker has confirmed events, and the relay does not know."""
    BEFORE_OUTBOX_CLEAR = "before_outbox_clear"
    """Published events still lie in their outboxes."""
    AFTER_EFFECT = "after_effect"
    """A handler has done its work, and its record does not count as done."""
    BEFORE_PARK = "before_park"
    """A record is to be set aside and is not kept."""
    AFTER_PARK = "after_park"
    """A record is kept aside and does not count as done."""
    BEFORE_COMMIT = "before_commit"
    """Records are done and their offsets are not committed."""
    MID_BATCH = "mid_batch"
    """A record of a batch has ended, and others of it have not."""
    MID_FAN_OUT = "mid_fan_out"
    """An event has changed one thing and may have to change more.

    Once for each way to keep things: aggregates, dense logs, the console's rows, the history of awards.
    """
    AFTER_CLAIM = "after_claim"
    """Deliveries are leased, and nobody tries them."""
    AFTER_POST_BEFORE_RECORD = "after_post_before_record"
    """An endpoint has answered, and how it ended is not kept."""
    BEFORE_LET_GO = "before_let_go"
    """How a delivery ended is kept, and the next of its order still waits."""
    ON_REVOKE = "on_revoke"
    """Partitions are taken away: what ran has ended and is not committed."""
    DURING_CLOSE = "during_close"
    """The process ends in order: once in each group, then in the relay, then in the store."""


_left: dict[Failpoint, int] = {}


def arm(setting: str) -> None:
    """Let this process die at the n-th hit of a point, given as `name:n`; empty arms nothing. Raises: ValueError."""
    if setting:
        point, hits = parsed(setting)
        _left[point] = hits


def reached(point: Failpoint) -> None:
    """Stands at the line of a point. Off, it costs the look into an empty dict."""
    if _left and point in _left:
        _left[point] -= 1
        if not _left[point]:
            os.kill(os.getpid(), signal.SIGKILL)


def reached_soon(point: Failpoint) -> None:
    """As `reached`, but at the end of this round of the loop, when what was written is sent."""
    if _left:
        asyncio.get_running_loop().call_soon(reached, point)


def parsed(setting: str) -> tuple[Failpoint, int]:
    """The point and the number of its hits. Raises: ValueError that names what may be set."""
    name, _, hits = setting.partition(":")
    if name not in set(Failpoint) or not hits.isdecimal() or int(hits) < 1:
        raise ValueError(f"must be name:n with n from 1 and one of the names {', '.join(Failpoint)}")
    return Failpoint(name), int(hits)
