"""Whether a message goes to somebody by a way out of the house, and who decided so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from services.notifications.domain.channel import Channel
from services.notifications.domain.urgency import Urgency, Weight

ANY_KIND: Final = "*"
MOST_CHOICES: Final = 500

CHOOSABLE: Final = frozenset({Channel.EMAIL, Channel.CHAT, Channel.SMS})
"""What people choose among. The inbox always shows everything, and systems outside have filters of their own."""

MANDATED_BY: Final = Channel.EMAIL
"""What is mandated goes by this way whatever anybody chose; by the others people stay free."""


class Setting(StrEnum):
    """Each message by itself, none, or all of a day or week together."""

    ON = "on"
    OFF = "off"
    DIGEST = "digest"


class Rhythm(StrEnum):
    """How often what waits comes together."""

    DAILY = "daily"
    WEEKLY = "weekly"


class Level(StrEnum):
    """Who decided, the strongest first."""

    MANDATED = "mandated"
    UNIT = "unit"
    PERSON = "person"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a choice is about: a kind of message, named as its template or all of them, by one way."""

    kind: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one audience chose: a person for herself, or a unit for its people. `version` counts its changes."""

    audience: str
    choices: Mapping[Topic, Setting] = field(default_factory=dict)
    rhythm: Rhythm = Rhythm.DAILY
    version: int = 0

    def chosen(self, kind: str, channel: Channel) -> Setting | None:
        """What it says of a message; a choice for its kind goes before one for all kinds."""
        own = self.choices.get(Topic(kind, channel))
        return own if own is not None else self.choices.get(Topic(ANY_KIND, channel))


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done, which level decided it, and for a unit or a person whose choice it was.

    `is_lifted`: it was to wait in a digest, but such a message never does.
    """

    setting: Setting
    level: Level
    by: str = ""
    is_lifted: bool = False


def decide(
    kind: str,
    channel: Channel,
    weight: Weight,
    *,
    units: Sequence[Preferences],
    person: Preferences | None,
    is_own_award: bool = False,
) -> Decision:
    """Mandated before unit before person before default. `units` are the policies that bind the reader, nearest first.

    A unit's policy binds whoever reads in it or below; the nearest unit that says something counts.
    """
    if weight.is_mandated and channel is MANDATED_BY:
        return Decision(Setting.ON, Level.MANDATED)
    decision = (
        _first(Level.UNIT, units, kind, channel)
        or _first(Level.PERSON, (person,) if person else (), kind, channel)
        or Decision(_default(channel, weight), Level.DEFAULT)
    )
    never_waits = is_own_award or weight.is_mandated or weight.urgency is Urgency.NIGHT_TOO
    if decision.setting is Setting.DIGEST and never_waits:
        return Decision(Setting.ON, decision.level, decision.by, is_lifted=True)
    return decision


def _first(level: Level, of: Iterable[Preferences], kind: str, channel: Channel) -> Decision | None:
    for each in of:
        setting = each.chosen(kind, channel)
        if setting is not None:
            return Decision(setting, level, each.audience)
    return None


def _default(channel: Channel, weight: Weight) -> Setting:
    """Whoever has proven a telephone gets there what is mandated, and nothing else without having asked for it."""
    if channel is Channel.SMS and weight.is_mandated:
        return Setting.ON
    if channel is not Channel.EMAIL:
        return Setting.OFF
    return Setting.DIGEST if weight.urgency is Urgency.DIGEST else Setting.ON
