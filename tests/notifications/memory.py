"""Adapters in memory; they count because they pass the suite that MongoDB's pass."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.domain.audience import EVERYBODY, person
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.letter import Letter
from services.notifications.domain.mailbox import Mailbox
from services.notifications.domain.notice import Notice
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.preference import Preferences
from services.notifications.domain.record import Recorded, Waiting
from services.notifications.domain.register import GENESIS, Entry, enter
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import StaleError
from shared.kernel.ids import id_from

_FILE = ("subject_ref", "proposer_ref", "endorser_ref")


class MemoryEvents:
    def __init__(self) -> None:
        self.records: dict[UUID, Recorded] = {}

    async def keep(self, record: Recorded) -> Recorded:
        return self.records.setdefault(record.id, record)

    async def file_of(self, about_id: UUID) -> Mapping[str, Any]:
        for record in self.records.values():
            if (record.about_id, record.kind) == (about_id, "nomination.submitted"):
                return {name: record.facts[name] for name in _FILE}
        return {}

    async def settle(self, record: Recorded) -> Recorded:
        if self.records[record.id].waits_for_file:
            self.records[record.id] = record
        return self.records[record.id]

    async def unplanned_of(self, file_id: UUID, limit: int) -> Sequence[Recorded]:
        of_file = [record for record in self.records.values() if record.about_id == file_id and not record.is_planned]
        found = [record for record in of_file if record.kind != "nomination.submitted"]
        return sorted(found, key=lambda record: record.sequence)[:limit]

    async def still_waiting(self) -> Waiting:
        found = self._waiting()
        return Waiting(len(found), min((record.recorded_at for record in found), default=None))

    async def get(self, event_id: UUID) -> Recorded:
        return self.records[event_id]

    async def ids_about(self, about_id: UUID) -> Sequence[UUID]:
        return [record.id for record in self.records.values() if record.about_id == about_id]

    async def mark_planned(self, event_id: UUID) -> None:
        self.records[event_id] = replace(self.records[event_id], is_planned=True)

    async def unplanned(self, before: datetime, limit: int) -> Sequence[Recorded]:
        planned = [record for record in self.records.values() if not record.waits_for_file]
        found = [record for record in planned if not record.is_planned and record.recorded_at < before]
        return sorted(found, key=lambda record: record.recorded_at)[:limit]

    def _waiting(self) -> list[Recorded]:
        return [record for record in self.records.values() if record.waits_for_file]


class MemoryFeed:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.items: list[Notice] = []

    async def post(self, record: Recorded) -> None:
        for message in record.messages:
            if all(item.id != message.id for item in self.items):
                self.items.append(
                    Notice(
                        seq=len(self.items) + 1,
                        id=message.id,
                        event_id=record.id,
                        kind=record.kind,
                        at=self._clock(),
                        unit_id=record.unit_id,
                        audience=message.audience,
                        hidden_from=message.hidden_from,
                        template=message.template,
                        template_version=message.template_version,
                        text_vi=message.text_vi,
                        about=message.about,
                        about_id=message.about_id,
                        text_en=message.text_en,
                    )
                )

    async def head(self) -> int:
        return len(self.items)

    async def newest(
        self, keys: Collection[str], hidden_key: str, *, before: int | None, limit: int
    ) -> Sequence[Notice]:
        found = [item for item in self._for(keys, hidden_key) if before is None or item.seq < before]
        return found[::-1][:limit]

    async def count(self, keys: Collection[str], hidden_key: str, *, after: int, limit: int) -> int:
        return min(limit, sum(item.seq > after for item in self._for(keys, hidden_key)))

    def _for(self, keys: Collection[str], hidden_key: str) -> list[Notice]:
        return [item for item in self.items if hidden_key not in item.hidden_from and set(keys) & set(item.audience)]


class MemoryRegister:
    def __init__(self) -> None:
        self.lines: list[Entry] = []
        self._grown = asyncio.Condition()

    async def append(self, record: Recorded) -> None:
        if record.entry is None or any(line.key == record.entry.key for line in self.lines):
            return
        prev = self.lines[-1].hash if self.lines else GENESIS
        self.lines.append(enter(record.entry, seq=len(self.lines) + 1, epoch="e1", prev=prev, salt="5a"))
        async with self._grown:
            self._grown.notify_all()

    async def entries(self, since: int, limit: int) -> Sequence[Entry]:
        return self.lines[since : since + limit]

    async def entry(self, seq: int) -> Entry | None:
        return self.lines[seq - 1] if 0 < seq <= len(self.lines) else None

    async def head(self) -> int:
        return len(self.lines)

    async def wait_past(self, seq: int, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._grown:
                await self._grown.wait_for(lambda: len(self.lines) > seq)


class MemoryRecipients:
    def __init__(self) -> None:
        self.marks: dict[str, int] = {}
        self.visits: dict[str, tuple[frozenset[str], datetime]] = {}

    async def read_up_to(self, ref: str) -> int:
        return self.marks.get(ref, 0)

    async def mark_read(self, ref: str, up_to: int) -> None:
        self.marks[ref] = max(self.marks.get(ref, 0), up_to)

    async def seen(self, ref: str, keys: Collection[str], now: datetime) -> None:
        self.visits[ref] = (frozenset(keys), now)


class MemoryMailboxes:
    def __init__(self, recipients: MemoryRecipients) -> None:
        self._visits = recipients.visits
        self.kept: dict[str, Mailbox] = {}

    async def find(self, ref: str) -> Mailbox | None:
        return self.kept.get(ref)

    async def by_id(self, recipient_id: UUID) -> Mailbox | None:
        return next((one for ref, one in self.kept.items() if id_from("recipient", ref) == recipient_id), None)

    async def save(self, mailbox: Mailbox) -> None:
        before = self.kept.get(mailbox.ref)
        if (before.version if before else 0) != mailbox.version:
            raise StaleError
        self.kept[mailbox.ref] = replace(mailbox, version=mailbox.version + 1)

    async def reached_by(
        self, audience: Collection[str], hidden_from: Collection[str], *, since: datetime, after: str, limit: int
    ) -> Sequence[Mailbox]:
        found = [one for ref, one in sorted(self.kept.items()) if ref > after and one.verified_at]
        return [one for one in found if self._reaches(one.ref, audience, hidden_from, since)][:limit]

    def _reaches(self, ref: str, audience: Collection[str], hidden_from: Collection[str], since: datetime) -> bool:
        keys, at = self._visits.get(ref, (frozenset(), since))
        held = keys if at > since else keys & {EVERYBODY, person(ref)}
        return bool(held & set(audience)) and not keys & set(hidden_from)


class Letters:
    """Letters that were handed over, and what the relay says to the next."""

    def __init__(self) -> None:
        self.sent: list[tuple[Letter, str, UUID]] = []
        self.says = Ended(Outcome.OK, 250)

    async def hand_over(self, letter: Letter, to: str, letter_id: UUID, at: datetime) -> Ended:
        del at
        if self.says.outcome is Outcome.OK:
            self.sent.append((letter, to, letter_id))
        return self.says


class MemoryLetters:
    def __init__(self) -> None:
        self.kept: dict[UUID, Delivery] = {}

    async def find(self, delivery_id: UUID) -> Delivery | None:
        return self.kept.get(delivery_id)


class MemoryChosen:
    def __init__(self) -> None:
        self.kept: dict[str, Preferences] = {}
        self.causes: set[tuple[str, UUID]] = set()

    async def of(self, audiences: Collection[str]) -> Mapping[str, Preferences]:
        return {key: self.kept[key] for key in audiences if key in self.kept}

    async def was_handled(self, audience: str, cause_id: UUID) -> bool:
        return (audience, cause_id) in self.causes

    async def save(self, preferences: Preferences, cause_id: UUID) -> None:
        stands = self.kept.get(preferences.audience, Preferences(preferences.audience))
        if stands.version != preferences.version:
            raise StaleError
        self.kept[preferences.audience] = replace(preferences, version=preferences.version + 1)
        self.causes.add((preferences.audience, cause_id))


class MemoryTickets:
    def __init__(self) -> None:
        self.kept: dict[str, tuple[Actor, datetime]] = {}

    async def put(self, digest: str, actor: Actor, expires_at: datetime) -> None:
        self.kept[digest] = (actor, expires_at)

    async def take(self, digest: str, now: datetime) -> Actor | None:
        actor, expires_at = self.kept.get(digest, (None, now))
        if actor is None or expires_at <= now:
            return None
        del self.kept[digest]
        return actor
