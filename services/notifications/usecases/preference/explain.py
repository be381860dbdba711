"""What comes to somebody by which way, and who decided so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.notifications.domain.audience import person, unit
from services.notifications.domain.preference import CHOOSABLE, Decision, Preferences, Topic, decide
from services.notifications.domain.texts import TEMPLATES
from services.notifications.domain.urgency import weight_of
from services.notifications.usecases.recipient.ports import Chosen, Paths
from shared.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Explained:
    """A reader's own choices, and what is decided for every kind of message and way, whoever decided it."""

    own: Preferences
    decisions: Mapping[Topic, Decision]


@dataclass(frozen=True, slots=True)
class Explain:
    """A reader is bound by the units where roles are held, nearest first, and by those above them."""

    chosen: Chosen
    paths: Paths

    async def __call__(self, reader: Actor) -> Explained:
        """All that is decided for a reader. Raises: UnavailableError."""
        mine, units = person(reader.ref), await self._units(reader)
        found = await self.chosen.of([mine, *units])
        binding = [found[key] for key in units if key in found]
        own = found.get(mine, Preferences(mine))
        topics = [Topic(kind, channel) for kind in TEMPLATES for channel in sorted(CHOOSABLE)]
        return Explained(own, {topic: _decided(topic, binding, own) for topic in topics})

    async def policy(self, code: str) -> Preferences:
        """What a unit decided for its people. Raises: UnavailableError."""
        key = unit(code)
        return (await self.chosen.of([key])).get(key, Preferences(key))

    async def _units(self, reader: Actor) -> Sequence[str]:
        paths = [await self.paths(grant.at) for grant in reader.grants]
        return list(dict.fromkeys(unit(code) for path in paths for code in reversed(path)))


def _decided(topic: Topic, units: Sequence[Preferences], own: Preferences) -> Decision:
    return decide(topic.kind, topic.channel, weight_of(topic.kind), units=units, person=own)
