"""Events of `deeds.v1`: what was done, by whom, when it became known."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.parts import Share
from shared.contracts.topics import DEEDS


class DeedFacts(Event):
    """The deed without its texts. `fingerprint` is the SHA-256 of contributors, dates and field of work."""

    topic: ClassVar[str] = DEEDS
    key: ClassVar[str] = "deed_id"

    deed_id: UUID
    occurred_from: date
    occurred_to: date
    known_on: date
    contributors: tuple[Share, ...]
    movement_id: UUID | None = None
    fingerprint: str


class DeedRegistered(DeedFacts):
    """A deed was registered, on the day it became known or later."""

    type: ClassVar[str] = "deed.registered"


class DeedAmended(DeedFacts):
    """A registered deed without award was corrected or completed."""

    type: ClassVar[str] = "deed.amended"
