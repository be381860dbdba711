"""What is told of tries, and jobs that send again, in memory; they pass the suite that MongoDB's pass."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.notifications.domain.attempt import Attempt
from services.notifications.domain.chain import owes_next
from services.notifications.domain.delivery import Backlog, Delivery, State
from services.notifications.domain.redrive import Redrive, RedriveRunsError
from services.notifications.domain.restore import Restore, is_push


class MemoryRedrives:
    def __init__(self) -> None:
        self.kept: dict[UUID, Redrive] = {}

    async def find(self, redrive_id: UUID) -> Redrive | None:
        return self.kept.get(redrive_id)

    async def keep(self, redrive: Redrive) -> None:
        others = [one for one in self.kept.values() if one.id != redrive.id]
        if any(one.endpoint_id == redrive.endpoint_id and not one.is_over for one in others):
            raise RedriveRunsError
        self.kept.setdefault(redrive.id, redrive)

    async def save(self, redrive: Redrive) -> Redrive | None:
        if self.kept[redrive.id].version != redrive.version:
            return None
        self.kept[redrive.id] = replace(redrive, version=redrive.version + 1)
        return self.kept[redrive.id]

    async def due(self, now: datetime, limit: int) -> Sequence[Redrive]:
        return [one for one in self.kept.values() if not one.is_over and one.next_at <= now][:limit]

    async def of_endpoint(self, endpoint_id: UUID, limit: int) -> Sequence[Redrive]:
        found = [one for one in self.kept.values() if one.endpoint_id == endpoint_id]
        return sorted(found, key=lambda one: one.asked_at, reverse=True)[:limit]


class MemoryAttempts:
    def __init__(self) -> None:
        self.kept: dict[UUID, Attempt] = {}

    async def note(self, attempt: Attempt) -> None:
        self.kept.setdefault(attempt.id, attempt)

    async def of_delivery(self, delivery_id: UUID) -> Sequence[Attempt]:
        return sorted((each for each in self.kept.values() if each.delivery_id == delivery_id), key=lambda one: one.at)


class MemoryUnanswered:
    """Over the deliveries that a sender sees."""

    def __init__(self, kept: dict[UUID, Delivery]) -> None:
        self._kept = kept
        self._passed: set[UUID] = set()

    async def broken_off(self, now: datetime, limit: int) -> Sequence[Delivery]:
        begun = [each for each in self._kept.values() if each.state is State.LEASED and each.has_begun]
        return [each for each in begun if each.next_at <= now][:limit]

    async def owing(self, limit: int) -> Sequence[Delivery]:
        return [each for each in self._kept.values() if owes_next(each) and each.id not in self._passed][:limit]

    async def passed_on(self, delivery_id: UUID) -> None:
        self._passed.add(delivery_id)

    async def unknown(self, limit: int) -> Sequence[Delivery]:
        found = [each for each in self._kept.values() if each.state is State.UNKNOWN]
        return sorted(found, key=lambda each: each.next_at)[:limit]

    async def backlog(self, limit: int) -> Backlog:
        found = await self.unknown(limit)
        return Backlog(len(found), found[0].next_at if found else None)

    async def open_pushes(self, before: datetime, limit: int) -> Sequence[Delivery]:
        opened = [each for each in self._kept.values() if each.is_open and each.created_at < before]
        return [each for each in opened if is_push(each)][:limit]

    async def leave(self, deliveries: Sequence[Delivery]) -> None:
        self._kept |= {each.id: each for each in deliveries if self._kept[each.id].is_open}

    async def answer(self, delivery: Delivery, since: datetime) -> bool:
        kept = self._kept[delivery.id]
        was_unknown = kept.state is State.UNKNOWN and kept.next_at == since
        if was_unknown:
            self._kept[delivery.id] = delivery
        return was_unknown


class MemoryRestores:
    def __init__(self) -> None:
        self.kept: dict[UUID, Restore] = {}

    async def keep(self, restore: Restore) -> Restore:
        return self.kept.setdefault(restore.id, restore)

    async def cut_off(self) -> datetime | None:
        return max((one.cut_off for one in self.kept.values()), default=None)
