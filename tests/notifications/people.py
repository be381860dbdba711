"""What is kept of people, in memory: who came, where each is written to, what each chose, and a relay for letters."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from services.notifications.domain.audience import held_by
from services.notifications.domain.digest import Postponed
from services.notifications.domain.fan_out import FanOut
from services.notifications.domain.letter import Letter
from services.notifications.domain.mailbox import CODES_A_DAY, Mailbox, Reached
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.preference import Preferences
from shared.kernel.actor import Actor
from shared.kernel.errors import StaleError
from shared.kernel.ids import id_from


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
    def __init__(self) -> None:
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

    def proven(self, ref: str) -> Mailbox | None:
        found = self.kept.get(ref)
        return found if found and found.verified_at else None


class MemoryReaders:
    def __init__(self, recipients: MemoryRecipients, mailboxes: MemoryMailboxes, telephones: MemoryMailboxes) -> None:
        self._visits, self._mailboxes, self._telephones = recipients.visits, mailboxes, telephones

    async def reached_by(
        self, audience: Collection[str], hidden_from: Collection[str], *, since: datetime, after: str, limit: int
    ) -> Sequence[Reached]:
        refs = sorted({*self._mailboxes.kept, *self._telephones.kept})
        all_of_them = [self._reached(ref, since) for ref in refs if ref > after]
        found = [one for one in all_of_them if one.mailbox or one.telephone]
        return [one for one in found if one.keys & set(audience) and not one.keys & set(hidden_from)][:limit]

    def _reached(self, ref: str, since: datetime) -> Reached:
        keys, at = self._visits.get(ref, (frozenset(), since))
        held = held_by(ref, keys, is_recent=at > since)
        return Reached(ref, held, self._mailboxes.proven(ref), self._telephones.proven(ref))


class Letters:
    """Letters that were handed over, and what the relay says to the next."""

    def __init__(self) -> None:
        self.sent: list[tuple[Letter, str, UUID]] = []
        self.says = Ended(Outcome.OK, 250)
        self.is_on = True

    async def hand_over(self, letter: Letter, to: str, letter_id: UUID, at: datetime) -> Ended:
        del at
        if self.says.outcome is Outcome.OK:
            self.sent.append((letter, to, letter_id))
        return self.says


class Texts:
    """Short messages that were handed over, and what the centre says to the next."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.says = Ended(Outcome.OK)
        self.is_on = True

    async def hand_over(self, text: str, to: str) -> Ended:
        if self.says.outcome is Outcome.OK:
            self.sent.append((text, to))
        return self.says


class MemoryPostponements:
    def __init__(self) -> None:
        self.kept: dict[UUID, Postponed] = {}
        self.closed: set[UUID] = set()

    async def keep(self, items: Sequence[Postponed]) -> None:
        for each in items:
            self.kept.setdefault(each.id, each)

    async def due(self, now: datetime) -> Sequence[Postponed]:
        found = sorted((one for one in self._waiting() if one.due_at <= now), key=lambda one: one.due_at)
        together = [(one.due_at, one.target, one.channel) for one in found[:1]]
        return [one for one in found if (one.due_at, one.target, one.channel) in together]

    async def close(self, ids: Collection[UUID]) -> None:
        self.closed |= set(ids)

    async def put_off(self, ids: Collection[UUID], due_at: datetime) -> None:
        self.kept |= {one.id: replace(one, due_at=due_at) for one in self._waiting() if one.id in ids}

    async def drop(self, event_ids: Collection[UUID]) -> None:
        self.closed |= {one.id for one in self._waiting() if one.event_id in event_ids}

    def _waiting(self) -> list[Postponed]:
        return [one for one in self.kept.values() if one.id not in self.closed]


class MemoryFanOuts:
    def __init__(self) -> None:
        self.kept: dict[UUID, FanOut] = {}
        self.done: set[UUID] = set()

    async def keep(self, jobs: Sequence[FanOut]) -> None:
        for each in jobs:
            self.kept.setdefault(each.id, each)

    async def open(self, limit: int) -> Sequence[FanOut]:
        found = [job for job in self.kept.values() if job.id not in self.done]
        return sorted(found, key=lambda job: (not job.presses, job.kept_at))[:limit]

    async def decide(self, job: FanOut) -> FanOut:
        kept = self.kept[job.id]
        if kept.after == job.after and not kept.last:
            self.kept[job.id] = job
        return self.kept[job.id]

    async def move(self, job: FanOut) -> bool:
        if self.kept[job.id].after != job.after:
            return False
        self.kept[job.id] = job.moved
        return True

    async def finish(self, job: FanOut) -> None:
        kept = self.kept[job.id]
        if kept.after == job.after and not kept.last:
            self.done.add(job.id)

    async def give_up(self, job: FanOut) -> None:
        self.done.add(job.id)


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


class MemoryCodes:
    def __init__(self) -> None:
        self.taken: Counter[tuple[str, date]] = Counter()

    async def take(self, mark: str, now: datetime) -> bool:
        self.taken[mark, now.date()] += 1
        return self.taken[mark, now.date()] <= CODES_A_DAY

    async def give_back(self, mark: str, now: datetime) -> None:
        self.taken[mark, now.date()] -= 1


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
