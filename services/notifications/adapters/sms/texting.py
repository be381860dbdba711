"""The way out by short messages."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from services.notifications.adapters.sms.smsc import MOST_AT_ONCE, Smsc
from services.notifications.domain.audience import ref_of
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.mailbox import Mailbox
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.record import Recorded
from services.notifications.domain.short_text import as_text
from services.notifications.domain.urgency import weight_of
from services.notifications.usecases.recipient.ports import Mailboxes, Safe
from shared.kernel.errors import RefusedError, StaleError

_BUSY: Final = timedelta(seconds=2)


@dataclass(slots=True)
class Texting:
    """Hands the text of a delivery to the centre, eight at once; a number that nobody has gets no more."""

    centre: Smsc
    telephones: Mailboxes
    safe: Safe
    _busy: int = field(default=0, init=False)

    async def free_at(self, _delivery: Delivery, now: datetime) -> datetime | None:
        """As the port says: None takes a place, which `send` gives back."""
        if self._busy >= MOST_AT_ONCE:
            return now + _BUSY
        self._busy += 1
        return None

    async def send(self, delivery: Delivery, record: Recorded) -> Ended:
        """Try once; how it ended. Raises: UnavailableError."""
        try:
            return await self._sent(delivery, record)
        finally:
            self._busy -= 1

    async def _sent(self, delivery: Delivery, record: Recorded) -> Ended:
        message = record.message(delivery.message)
        telephone = await self.telephones.find(ref_of(delivery.target))
        if message is None or telephone is None:
            return Ended(Outcome.REFUSED, reason="nothing to send, or nowhere to")
        if obstacle := telephone.obstacle(is_mandated=weight_of(delivery.message).is_mandated):
            return Ended(Outcome.REFUSED, reason=obstacle)
        try:
            to = self.safe.open(telephone.address_sealed)
        except RefusedError as error:
            return Ended(Outcome.RETRY, reason=error.reason)
        ended = await self.centre.hand_over(as_text(message, telephone.language), to)
        if ended.outcome is Outcome.REFUSED:
            await self._suppress(telephone)
        return ended

    async def _suppress(self, telephone: Mailbox) -> None:
        """Whoever changed it since it was read has said something newer."""
        try:
            await self.telephones.save(telephone.refused())
        except StaleError:
            return
