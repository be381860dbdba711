"""How far our groups have read, asked of the broker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.runtime.bus.subscription import Group, placed
from shared.runtime.operating.broker import asking
from shared.runtime.settings import ServiceSettings
from shared.runtime.store.client import MongoStore


@dataclass(frozen=True)
class KafkaHearing:
    """Asks for the groups that write what is judged, in the generations that live."""

    settings: ServiceSettings
    store: MongoStore
    groups: Sequence[Group]

    async def is_behind(self, instant: datetime) -> bool:
        """Whether something that was written before the instant was not handled yet. Raises: UnavailableError."""
        namespace, live = self.settings.namespace, self.store.generations
        async with asking(self.settings.kafka_bootstrap) as broker:
            for group in self.groups:
                topics = [placed(topic, namespace) for topic in group.topics]
                places = await broker.places(placed(live.group(group.name), namespace), topics)
                later = await broker.written_since(places, instant)
                if any(max(place.committed, place.begin) < later[place.partition] for place in places):
                    return True
        return False
