"""A person says where to write to, by letters or by short messages."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Mailbox, code_from
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.usecases.recipient.ports import Codes, Mailboxes, Safe
from services.notifications.usecases.recipient.visit import NoteVisit
from services.notifications.usecases.recipient.ways import CodeWay
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import RefusedError, StaleError, UnavailableError


@dataclass(frozen=True, slots=True)
class SetContact:
    """Keep an address and a language; a code goes to the address, and nothing else until it is entered.

    Until then messages go on to the address that was proven before.
    An address that is proven already needs no code: setting it again takes back an unsubscription, and may change the
    language. The code follows from the cause, so a repeat of the same command sends the same one; a repeated
    message counts as one more. They are counted for the person, and for the address, whoever names it; one that surely
    did not go out is not, unless the other side said that nobody has the address: else anybody's could be tried.

    Raises: RefusedError (what the way says while it is off or nobody has the address; CONTACT_NOT_KEPT,
    CONTACT_TOO_MANY_CODES); UnavailableError, then no code went out, and the same command may be repeated; StaleError.
    """

    mailboxes: Mailboxes
    codes: Codes
    safe: Safe
    way: CodeWay
    visited: NoteVisit
    clock: Clock

    async def __call__(self, address: str, language: Language, cause: Cause) -> None:
        if not self.way.is_on:
            raise RefusedError(self.way.off)
        await self.visited(cause.actor)
        ref = cause.actor.ref
        before = await self.mailboxes.find(ref)
        mailbox = self._with_address(before, ref, address, language)
        if not mailbox.is_waiting:
            if mailbox != before:
                await self.mailboxes.save(mailbox)
            return
        now = self.clock()
        ended = await self._prove(mailbox, address, cause, now)
        if ended.outcome is Outcome.REFUSED:
            raise RefusedError(self.way.refused)
        # What nobody knows of may have come: whoever got it can enter it.
        if ended.outcome not in (Outcome.OK, Outcome.UNKNOWN):
            await self._taken_back(mailbox, before or mailbox, now)
            raise UnavailableError(f"no code went out: {ended.reason}")

    def _with_address(self, before: Mailbox | None, ref: str, address: str, language: Language) -> Mailbox:
        mark = self.safe.mark(f"address:{address}")
        if before is None:
            return Mailbox(ref, 0, self.safe.seal(address), mark, language)
        spoken = replace(before, language=language)
        return spoken.set_again() if before.address_mark == mark else spoken.readdressed(self.safe.seal(address), mark)

    async def _prove(self, mailbox: Mailbox, address: str, cause: Cause, now: datetime) -> Ended:
        code = code_from(self.safe.mark(f"code:{cause.id}:{mailbox.asked_mark}"))
        asked = mailbox.asked_for_code(now)
        if not await self.codes.take(mailbox.asked_mark, now):
            raise RefusedError("CONTACT_TOO_MANY_CODES")
        await self.mailboxes.save(replace(asked, code_mark=code_mark_of(self.safe, mailbox, code)))
        return await self.way.send(code, mailbox.language, address, cause.id, now)

    async def _taken_back(self, asked: Mailbox, before: Mailbox, now: datetime) -> None:
        """As if nobody had asked: the code before can be entered. Whoever asked meanwhile has said something newer."""
        with suppress(StaleError, UnavailableError):
            await self.codes.give_back(asked.asked_mark, now)
            await self.mailboxes.save(replace(before, version=asked.version + 1))


def code_mark_of(safe: Safe, mailbox: Mailbox, code: str) -> str:
    """What is kept of a code: whoever reads the store cannot enter it."""
    return safe.mark(f"entered:{mailbox.ref}:{mailbox.asked_mark}:{code}")
