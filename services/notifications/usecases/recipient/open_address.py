"""Where a message to a person goes."""

from services.notifications.domain.mailbox import Mailbox
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.urgency import weight_of
from services.notifications.usecases.recipient.ports import Safe
from shared.kernel.errors import RefusedError


def open_address(mailbox: Mailbox, template: str, safe: Safe) -> str | Ended:
    """The address for a kind of message; else how its delivery ends without a try."""
    if obstacle := mailbox.obstacle(is_mandated=weight_of(template).is_mandated):
        return Ended(Outcome.REFUSED, reason=obstacle)
    try:
        return safe.open(mailbox.address_sealed)
    except RefusedError as error:
        return Ended(Outcome.RETRY, reason=error.reason)
