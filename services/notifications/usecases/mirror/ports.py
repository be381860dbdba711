"""What is needed to mirror the register. Every method raises UnavailableError."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.notifications.domain.cursor import Cursor
from services.notifications.domain.mirror import Mirror
from services.notifications.domain.register import Entry


class Mirrors(Protocol):
    """How far each mirror is, and who writes to it."""

    async def take(self, client_ref: str, token: str, now: datetime, until: datetime) -> Mirror | None:
        """Take a mirror, or keep it; how far it is, None while another holds it."""

    async def move(self, client_ref: str, token: str, cursor: Cursor) -> None:
        """Note how far it is, while it is the bearer's."""


class MirrorTopic(Protocol):
    """The topics of clients."""

    async def end(self, client_ref: str) -> Cursor:
        """Behind which entry the client's topic ends; one that is not there is made."""

    async def append(self, client_ref: str, entries: Sequence[Entry]) -> None:
        """Put entries there in order. After a failure some of the first may stand there: `end` tells."""
