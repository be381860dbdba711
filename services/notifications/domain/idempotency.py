"""One key, one answer: what a client gets when it sends a request again. Source: draft-ietf-httpapi-idempotency-key."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.kernel.ids import id_from

KEPT_FOR: Final = timedelta(days=7)
GIVEN_UP_AFTER: Final = timedelta(seconds=60)
"""A request that has not ended by then has died with its process; whoever sends it again does it again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A request takes its key. `bearer` is fresh; `body_hash` is over method, target and body."""

    client_ref: str
    key: str
    body_hash: str
    bearer: str
    at: datetime

    @property
    def id(self) -> UUID:
        """Of the client's key."""
        return id_from("idempotency", self.client_ref, self.key)


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands under a key: an answer, or none while the request runs."""

    body_hash: str
    status: int | None
    body: bytes
