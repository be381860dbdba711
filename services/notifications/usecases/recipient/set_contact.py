"""A person says where to write to."""

from dataclasses import dataclass, replace
from uuid import UUID

from services.notifications.domain.language import Language
from services.notifications.domain.letter import letter_with_code
from services.notifications.domain.mailbox import Mailbox, code_from
from services.notifications.domain.outcome import Outcome
from services.notifications.usecases.recipient.ports import Mailboxes, Post, Safe
from services.notifications.usecases.recipient.visit import NoteVisit
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import RefusedError, UnavailableError
from shared.kernel.ids import id_from


@dataclass(frozen=True, slots=True)
class SetContact:
    """Keep an address and a language; a code goes to the address, and nothing else until it is entered.

    Until then letters go on to the address that was proven before.
    An address that is proven already needs no code: setting it again takes back an unsubscription, and may change the
    language. The code follows from the cause, so a repeat of the same command sends the same one; a repeated letter
    counts as one more.

    Raises: RefusedError (MAIL_IS_OFF, CONTACT_NOT_KEPT, CONTACT_TOO_MANY_CODES, CONTACT_REFUSED);
    UnavailableError, then no code went out, and the same command may be repeated; StaleError.
    """

    mailboxes: Mailboxes
    safe: Safe
    post: Post
    visited: NoteVisit
    clock: Clock

    async def __call__(self, address: str, language: Language, cause: Cause) -> None:
        if not self.post.is_on:
            raise RefusedError("MAIL_IS_OFF")
        await self.visited(cause.actor)
        ref = cause.actor.ref
        before = await self.mailboxes.find(ref)
        mailbox = self._with_address(before, ref, address, language)
        if not mailbox.is_waiting:
            if mailbox != before:
                await self.mailboxes.save(mailbox)
            return
        await self._prove(mailbox, address, cause)

    def _with_address(self, before: Mailbox | None, ref: str, address: str, language: Language) -> Mailbox:
        mark = self.safe.mark(f"address:{address}")
        if before is None:
            return Mailbox(ref, 0, self.safe.seal(address), mark, language)
        spoken = replace(before, language=language)
        return spoken.set_again() if before.address_mark == mark else spoken.readdressed(self.safe.seal(address), mark)

    async def _prove(self, mailbox: Mailbox, address: str, cause: Cause) -> None:
        code = code_from(self.safe.mark(f"code:{cause.id}:{mailbox.asked_mark}"))
        now = self.clock()
        asked = mailbox.asked_for_code(now)
        await self.mailboxes.save(replace(asked, code_mark=code_mark_of(self.safe, mailbox, code)))
        ended = await self.post.hand_over(letter_with_code(code, mailbox.language), address, _letter_id(cause.id), now)
        if ended.outcome is Outcome.REFUSED:
            raise RefusedError("CONTACT_REFUSED")
        if ended.outcome is not Outcome.OK:
            raise UnavailableError(f"mail relay: {ended.reason}")


def code_mark_of(safe: Safe, mailbox: Mailbox, code: str) -> str:
    """What is kept of a code: whoever reads the store cannot enter it."""
    return safe.mark(f"entered:{mailbox.ref}:{mailbox.asked_mark}:{code}")


def _letter_id(cause_id: UUID) -> UUID:
    return id_from("letter", cause_id)
