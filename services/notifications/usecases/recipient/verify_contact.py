"""A person enters the code that came to the address."""

from dataclasses import dataclass

from services.notifications.usecases.recipient.ports import Mailboxes, Safe
from services.notifications.usecases.recipient.set_contact import code_mark_of
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import RefusedError


@dataclass(frozen=True, slots=True)
class VerifyContact:
    """The address is its owner's. A code counts for half an hour and five tries; every try is kept before it is judged.

    Raises: RefusedError (CONTACT_CODE_WRONG: wrong, too late or tried too often), StaleError, UnavailableError.
    """

    mailboxes: Mailboxes
    safe: Safe
    clock: Clock

    async def __call__(self, code: str, cause: Cause) -> None:
        mailbox = await self.mailboxes.find(cause.actor.ref)
        if mailbox is None:
            raise RefusedError("CONTACT_CODE_WRONG")
        if not mailbox.is_waiting:
            return
        now = self.clock()
        if mailbox.takes(code_mark_of(self.safe, mailbox, code), now):
            await self.mailboxes.save(mailbox.proven(now))
            return
        await self.mailboxes.save(mailbox.tried())
        raise RefusedError("CONTACT_CODE_WRONG")
