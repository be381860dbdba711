"""What is kept, by questions that only tests ask."""

from collections.abc import Sequence
from uuid import UUID

from services.notifications.adapters.mongo.deliveries import MongoDeliveries, delivery_in
from services.notifications.domain.delivery import Delivery
from services.notifications.usecases.ports import Deliveries
from tests.notifications.memory import MemoryDeliveries


async def of_event(deliveries: Deliveries, event_id: UUID) -> Sequence[Delivery]:
    """All deliveries of an event, in MongoDB or in memory."""
    if isinstance(deliveries, MongoDeliveries):
        found = await deliveries._collection.find({"event_id": event_id}).to_list(None)
        return [delivery_in(document) for document in found]
    assert isinstance(deliveries, MemoryDeliveries)
    return [each for each in deliveries.kept.values() if each.event_id == event_id]
