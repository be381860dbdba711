"""Whoever was named as contact says that this is so."""

import hmac
from dataclasses import dataclass
from uuid import UUID

from services.notifications.usecases.endpoint.ports import Contacts
from services.notifications.usecases.recipient.ports import Safe
from shared.kernel.clock import Clock
from shared.kernel.errors import ForbiddenError


@dataclass(frozen=True, slots=True)
class ConfirmContact:
    """Whoever holds the link of the first letter gets the further ones, also at an address that was dead meanwhile.

    A repeat changes nothing more. Raises: ForbiddenError (OUT_OF_SCOPE) for a token that was never given, NoVaultError,
    UnavailableError.
    """

    contacts: Contacts
    safe: Safe
    clock: Clock

    async def __call__(self, token: str) -> None:
        contact_id = _named(token)
        is_ours = hmac.compare_digest(confirm_token(self.safe, contact_id).encode(), token.encode())
        if not is_ours or not await self.contacts.prove(contact_id, self.clock()):
            raise ForbiddenError("OUT_OF_SCOPE")


def confirm_token(safe: Safe, contact_id: UUID) -> str:
    """Stands in the first letter to a contact; nobody without the vault's key can make one. Raises: NoVaultError."""
    return f"{contact_id.hex}-{safe.mark(f'contact:{contact_id}')}"


def _named(token: str) -> UUID:
    try:
        return UUID(token.partition("-")[0])
    except ValueError as error:
        raise ForbiddenError("OUT_OF_SCOPE") from error
