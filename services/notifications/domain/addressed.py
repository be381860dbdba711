"""To whom a message goes by a way out of the house: decided once, and kept with the event."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.notifications.domain.channel import Channel
from services.notifications.domain.preference import Level, Rhythm


class Fate(StrEnum):
    """At once, when the quiet hours are over, in a digest, or not at all."""

    SEND = "send"
    HOLD = "hold"
    DIGEST = "digest"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Addressed:
    """One message to one person by one way. `at` is when it goes out; of what does not, when that was decided.

    `reached_by` is the audience key that makes that person a reader; `level` and `decided_by` tell who decided, and
    `rhythm` how often that person's digests come. `then` are the ways that follow one another until one succeeds.
    """

    ref: str
    channel: Channel
    message: str
    template_version: int
    fate: Fate
    at: datetime
    reached_by: str
    level: Level
    decided_by: str = ""
    rhythm: Rhythm = Rhythm.DAILY
    then: tuple[Channel, ...] = ()
