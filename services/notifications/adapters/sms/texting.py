"""The ways out to telephones."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from services.notifications.domain.audience import ref_of
from services.notifications.domain.centre import MOST_AT_ONCE
from services.notifications.domain.delivery import LEASE_ENDS, Delivery, require_time
from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Mailbox
from services.notifications.domain.message import Message
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.record import Recorded
from services.notifications.domain.telephone import ends_of
from services.notifications.usecases.recipient.open_address import open_address
from services.notifications.usecases.recipient.ports import Mailboxes, Safe
from shared.kernel.clock import Clock
from shared.kernel.errors import StaleError, UnavailableError

_BUSY: Final = timedelta(seconds=2)


class Carrier(Protocol):
    """Takes messages to telephones."""

    async def carry(self, delivery_id: UUID, message: Message, language: Language, to: str) -> Ended:
        """Try once; how it ended, REFUSED when nobody can be reached so. Never raises for what the other side does."""


@dataclass(slots=True)
class Texting:
    """Hands a delivery to a carrier, eight at once.

    Right before it is kept that it begins: from then on it may have come. A carrier that `knows_numbers` ends a number
    by refusing it; of another it is only known that it does not reach it.
    """

    carrier: Carrier
    telephones: Mailboxes
    safe: Safe
    begin: Callable[[Delivery], Awaitable[bool]]
    clock: Clock
    knows_numbers: bool = True
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
        to = open_address(telephone, delivery.message, self.safe)
        if isinstance(to, Ended):
            return to
        require_time(delivery, self.clock())
        number_ends = ends_of(to)
        if not await self.begin(replace(delivery, number_ends=number_ends)):
            raise UnavailableError(LEASE_ENDS)
        ended = await self.carrier.carry(delivery.id, message, telephone.language, to)
        if ended.outcome is Outcome.REFUSED and self.knows_numbers:
            await self._suppress(telephone)
        return replace(ended, number_ends=number_ends)

    async def _suppress(self, telephone: Mailbox) -> None:
        """Whoever changed it since it was read has said something newer; else the next text hears it again.

        How this one ended is known, and that must be kept.
        """
        with suppress(StaleError, UnavailableError):
            await self.telephones.save(telephone.refused())
