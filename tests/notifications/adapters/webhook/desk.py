"""One endpoint on this machine, and what sends to it."""

from services.notifications.adapters.webhook.webhooks import Webhooks
from services.notifications.domain.delivery import Delivery, to_endpoint
from services.notifications.domain.endpoint import Ordering
from services.notifications.domain.outcome import Ended
from services.notifications.domain.record import Recorded, Target
from shared.kernel.clock import now_utc
from tests.notifications.adapters.webhook.receiving import Receiver
from tests.notifications.endpoints import endpoint_at
from tests.notifications.facts import event_of, record_of
from tests.notifications.memory import MemoryReceivers

RECORD = record_of(event_of("award.published"))


class Desk:
    """Sends to one endpoint."""

    def __init__(self, webhooks: Webhooks, receivers: MemoryReceivers, receiver: Receiver) -> None:
        self.webhooks, self.receivers, self.receiver = webhooks, receivers, receiver

    def listens(self, path: str = "/", number: int = 1) -> Delivery:
        endpoint = endpoint_at(self.receiver.url(path), number)
        self.receivers.kept[endpoint.id] = endpoint
        return to_endpoint(RECORD, Target(endpoint.id, Ordering.NONE), now_utc())

    async def sent(self, delivery: Delivery, record: Recorded = RECORD) -> Ended:
        assert await self.webhooks.free_at(delivery, now_utc()) is None
        ended = await self.webhooks.send(delivery, record)
        await self.webhooks.close()
        return ended
