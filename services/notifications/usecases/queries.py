"""Read-only questions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notifications.domain.addressed import Addressed
from services.notifications.domain.audience import keys_of, person
from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Suppressed
from services.notifications.domain.notice import Notice
from services.notifications.domain.record import Waiting
from services.notifications.domain.register import GENESIS, Entry
from services.notifications.usecases.ports import Events, Feed, Recipients, Register
from services.notifications.usecases.recipient.ports import Mailboxes, Names, Safe
from shared.kernel.actor import Actor

MOST_UNREAD = 100
"""Counting stops here; a hundred is shown as 99+."""


@dataclass(frozen=True, slots=True)
class Item:
    """A message as one reader gets it: by which audience key, and what becomes of it outside; None for nothing."""

    notice: Notice
    reached_by: str
    by_mail: Addressed | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of a reader's items, newest first, and how many of all are unread, counted up to a hundred."""

    items: Sequence[Item]
    unread: int
    read_up_to: int


@dataclass(frozen=True, slots=True)
class AwardsPage:
    """A page of the register, in order. `next` is the cursor to go on from; it is valid for ever."""

    items: Sequence[Entry]
    next: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Digest:
    """What both sides compare to prove that they hold the same register: `hash` covers all `count` entries."""

    count: int
    hash: str
    head: int
    head_hash: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Where somebody is written to; no address when none was set. `next_address` counts once its code is entered."""

    address: str | None = None
    language: Language = Language.VI
    verified_at: datetime | None = None
    suppressed: Suppressed | None = None
    next_address: str | None = None


@dataclass(frozen=True, slots=True)
class Queries:
    """What readers and programs may ask."""

    events: Events
    feed: Feed
    register: Register
    recipients: Recipients
    mailboxes: Mailboxes
    telephones: Mailboxes
    safe: Safe
    names: Names

    async def waiting(self) -> Waiting:
        """The events that nobody is told of yet, because the file they are about has not arrived."""
        return await self.events.still_waiting()

    async def inbox(self, reader: Actor, *, before: int | None, limit: int) -> Inbox:
        """The messages for one of the reader's roles or the reader in person."""
        read_up_to = await self.recipients.read_up_to(reader.ref)
        keys, hidden = keys_of(reader), person(reader.ref)
        found = await self.feed.newest(keys, hidden, before=before, limit=limit)
        planned = await self.events.addressed_to([each.event_id for each in found], reader.ref)
        items = [Item(each, _reached_by(each, keys), planned.get((each.event_id, each.template))) for each in found]
        unread = await self.feed.count(keys, hidden, after=read_up_to, limit=MOST_UNREAD)
        return Inbox(items, unread, read_up_to)

    async def contact(self, reader: Actor) -> Contact:
        """The reader's own address. Raises: RefusedError (CONTACT_NOT_KEPT, CONTACT_UNREADABLE), UnavailableError."""
        return await self._contact(self.mailboxes, reader)

    async def telephone(self, reader: Actor) -> Contact:
        """The reader's own telephone; its address is the number. Raises: as `contact`."""
        return await self._contact(self.telephones, reader)

    async def _contact(self, mailboxes: Mailboxes, reader: Actor) -> Contact:
        mailbox = await mailboxes.find(reader.ref)
        if mailbox is None:
            return Contact()
        address = self.safe.open(mailbox.address_sealed)
        other = self.safe.open(mailbox.next_sealed) if mailbox.next_sealed else None
        return Contact(address, mailbox.language, mailbox.verified_at, mailbox.suppressed, other)

    async def awards(self, since: int, *, limit: int, wait_seconds: float) -> AwardsPage:
        """The register after a cursor; when there is nothing yet, as soon as there is or when the wait is over."""
        found = await self.register.entries(since, limit + 1)
        if not found and wait_seconds > 0:
            await self.register.wait_past(since, wait_seconds)
            found = await self.register.entries(since, limit + 1)
        items = found[:limit]
        return AwardsPage(items, items[-1].seq if items else since, has_more=len(found) > limit)

    async def digest(self, until: int | None) -> Digest:
        """The hash of the register up to a cursor, or whole. A cursor past the head counts as the head."""
        head = await self.register.head()
        count = head if until is None else min(until, head)
        return Digest(count, await self._hash(count), head, await self._hash(head))

    async def _hash(self, seq: int) -> str:
        entry = await self.register.entry(seq) if seq else None
        return entry.hash if entry else GENESIS


def _reached_by(notice: Notice, keys: Collection[str]) -> str:
    return next(key for key in notice.audience if key in keys)
