"""The register as a client's own topic shows it. Source: section 6 of the design, "Kafka mirror". Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from services.notifications.domain.cursor import Cursor

LEASE: Final = timedelta(seconds=90)
"""Longer than an append can last, which is 65 seconds: to reach the bus, to be confirmed there, to be given up."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """How far a client's topic is known to be. Only whoever holds the lease writes to it.

    `is_new`: somebody else may have written to it since this bearer did.
    """

    client_ref: str
    cursor: Cursor = field(default_factory=Cursor)
    is_new: bool = True


def topic_of(client_ref: str) -> str:
    """The topic of a client. Fields are only ever added to what stands there; anything else is a `.v2` beside it."""
    return f"mirror.{client_ref}.register.v1"


def stood_at(headers: Mapping[str, str] | None) -> Cursor:
    """Behind which entry a topic ends, by the headers of its last record."""
    if headers is None:
        return Cursor()
    return Cursor(headers["ce_epoch"], int(headers["ce_sequence"]))
