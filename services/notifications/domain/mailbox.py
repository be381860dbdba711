"""Where a person is written to: an address or a telephone that its owner has proven, and whether it may be used."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from services.notifications.domain.language import Language
from shared.kernel.errors import RefusedError

CODE_LASTS: Final = timedelta(minutes=30)
TRIES_OF_A_CODE: Final = 5
CODES_AN_HOUR, CODES_A_DAY = 3, 5
"""Whoever sets a stranger's address must not fill the stranger's mailbox."""

ROLES_LAST: Final = timedelta(days=30)
"""So long after a visit somebody counts as holder of the roles of its token; then until the next visit only in person.
"""


class Suppressed(StrEnum):
    """Why nothing goes to an address. Mandated messages pass only an unsubscription."""

    UNSUBSCRIBED = "unsubscribed"
    REFUSED = "refused"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The mailbox of one person, or the telephone, whose address is its number. `version` 0 is one not kept yet.

    `address_sealed` opens with the vault's key only; `address_mark` tells the same address again. `code_mark` is what
    is kept of the code that was sent last, `codes_at` when codes were sent in the last day. `next_sealed` and
    `next_mark` are an address that takes the place of the proven one as soon as its own code is entered.
    """

    ref: str
    version: int
    address_sealed: str
    address_mark: str
    language: Language
    code_mark: str = ""
    codes_at: tuple[datetime, ...] = ()
    code_tries: int = 0
    verified_at: datetime | None = None
    suppressed: Suppressed | None = None
    next_sealed: str = ""
    next_mark: str = ""

    @property
    def asked_mark(self) -> str:
        """The mark of the address whose code is asked for."""
        return self.next_mark or self.address_mark

    @property
    def is_waiting(self) -> bool:
        """Whether a code is waited for."""
        return self.verified_at is None or bool(self.next_mark)

    def readdressed(self, sealed: str, mark: str) -> "Mailbox":
        """Another address is to be used: letters go on to one that is alive until the other is proven."""
        if self.obstacle(is_mandated=True):
            return Mailbox(self.ref, self.version, sealed, mark, self.language, codes_at=self.codes_at)
        return replace(self, next_sealed=sealed, next_mark=mark, code_mark="")

    def set_again(self) -> "Mailbox":
        """The address in place is the one that is wanted: that takes back an unsubscription and any other address.

        One that is dead has to be proven once more.
        """
        kept = replace(self, next_sealed="", next_mark="", code_mark="")
        if self.suppressed in (None, Suppressed.UNSUBSCRIBED):
            return replace(kept, suppressed=None)
        return replace(kept, verified_at=None)

    def asked_for_code(self, now: datetime) -> "Mailbox":
        """A code is about to be sent. Raises: RefusedError (CONTACT_TOO_MANY_CODES)."""
        recent = tuple(at for at in self.codes_at if now - at < timedelta(days=1))
        in_this_hour = sum(now - at < timedelta(hours=1) for at in recent)
        if in_this_hour >= CODES_AN_HOUR or len(recent) >= CODES_A_DAY:
            raise RefusedError("CONTACT_TOO_MANY_CODES")
        return replace(self, codes_at=(*recent, now), code_tries=0)

    def tried(self) -> "Mailbox":
        """A code was entered, right or wrong."""
        return replace(self, code_tries=self.code_tries + 1)

    def takes(self, code_mark: str, now: datetime) -> bool:
        """Whether this is the code that proves the address, in time and before it was guessed at too often."""
        is_alive = bool(self.codes_at) and now - self.codes_at[-1] < CODE_LASTS and self.code_tries < TRIES_OF_A_CODE
        return is_alive and bool(self.code_mark) and code_mark == self.code_mark

    def proven(self, now: datetime) -> "Mailbox":
        """Its owner has entered the code: whatever stopped mail to it before is over."""
        proven = replace(self, verified_at=now, suppressed=None, code_tries=0, next_sealed="", next_mark="")
        if not self.next_mark:
            return proven
        return replace(proven, address_sealed=self.next_sealed, address_mark=self.next_mark)

    def unsubscribed(self) -> "Mailbox":
        """The owner wants nothing that is not mandated; an address that is dead stays dead."""
        return self if self.suppressed else replace(self, suppressed=Suppressed.UNSUBSCRIBED)

    def refused(self) -> "Mailbox":
        """The relay has just said that nobody has this address."""
        return replace(self, suppressed=Suppressed.REFUSED)

    def dead(self, why: Suppressed, sent_at: datetime) -> "Mailbox":
        """A letter came back: nobody has the address. What went to an address that was replaced since says nothing."""
        if self.verified_at is None or sent_at < self.verified_at:
            return self
        return replace(self, suppressed=why)

    def obstacle(self, *, is_mandated: bool) -> str:
        """Why nothing may be sent to it, in a word; empty when it may."""
        if self.verified_at is None:
            return "unverified"
        if self.suppressed is None or (is_mandated and self.suppressed is Suppressed.UNSUBSCRIBED):
            return ""
        return self.suppressed.value


@dataclass(frozen=True, slots=True)
class Reached:
    """A person with a proven mailbox, a proven telephone or both, and the audience keys held today."""

    ref: str
    keys: frozenset[str]
    mailbox: Mailbox | None = None
    telephone: Mailbox | None = None


def code_from(mark: str) -> str:
    """Six digits from a mark of the vault: a repeat of the same command sends the same code."""
    return f"{int(mark[:15], 16) % 1_000_000:06}"
