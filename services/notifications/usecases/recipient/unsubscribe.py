"""One click ends the letters."""

import hmac
from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.mailbox import Mailbox
from services.notifications.usecases.recipient.ports import Mailboxes, Safe
from shared.kernel.errors import ForbiddenError
from shared.kernel.ids import id_from


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Whoever holds the link of a letter ends further ones to that address. Source: RFC 8058.

    A link of an address that was replaced since is worth nothing. A repeat changes nothing.
    Raises: ForbiddenError (OUT_OF_SCOPE) for a token that was never given, StaleError, UnavailableError.
    """

    mailboxes: Mailboxes
    safe: Safe

    async def __call__(self, token: str) -> None:
        mailbox = await self._mailbox_of(token)
        after = mailbox.unsubscribed()
        if after != mailbox:
            await self.mailboxes.save(after)

    async def _mailbox_of(self, token: str) -> Mailbox:
        try:
            recipient_id = UUID(token.partition("-")[0])
        except ValueError as error:
            raise ForbiddenError("OUT_OF_SCOPE") from error
        mailbox = await self.mailboxes.by_id(recipient_id)
        if mailbox is None or not hmac.compare_digest(stop_token(self.safe, mailbox).encode(), token.encode()):
            raise ForbiddenError("OUT_OF_SCOPE")
        return mailbox


def stop_token(safe: Safe, mailbox: Mailbox) -> str:
    """Stands in the letters to an address; nobody without the vault's key can make one."""
    recipient_id = id_from("recipient", mailbox.ref)
    return f"{recipient_id.hex}-{safe.mark(f'unsubscribe:{mailbox.ref}:{mailbox.address_mark}')}"
