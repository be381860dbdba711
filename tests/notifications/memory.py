"""Adapters in memory; they count because they pass the suite that MongoDB's pass."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.domain.addressed import Addressed
from services.notifications.domain.client import Client
from services.notifications.domain.delivery import Backlog, Delivery, Lane, State
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.notice import Notice
from services.notifications.domain.outcome import Outcome
from services.notifications.domain.quiet import cancelled
from services.notifications.domain.record import Recorded, Waiting
from services.notifications.domain.redrive import Behind
from services.notifications.domain.register import GENESIS, Entry, enter
from services.notifications.usecases.ports import During, End, Heard
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, now_utc

_FILE = ("subject_ref", "proposer_ref", "endorser_ref")


def _is_claimable(one: Delivery) -> bool:
    return one.state in (State.DUE, State.HELD) or (one.state is State.LEASED and not one.has_begun)


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

    async def ids_about(self, about_id: UUID, *, except_kinds: Collection[str]) -> Sequence[UUID]:
        about = [record for record in self.records.values() if record.about_id == about_id]
        return [record.id for record in about if record.kind not in except_kinds]

    async def is_told(self, about_id: UUID, kind: str) -> bool:
        return any((record.about_id, record.kind) == (about_id, kind) for record in self.records.values())

    async def also_told(
        self, event_ids: Collection[UUID], kind: str, *, except_kinds: Collection[str]
    ) -> Collection[UUID]:
        found = [self.records[one] for one in event_ids if one in self.records]
        return [one.id for one in found if one.kind not in except_kinds and await self.is_told(one.about_id, kind)]

    async def these(self, event_ids: Collection[UUID]) -> Sequence[Recorded]:
        return [self.records[event_id] for event_id in event_ids if event_id in self.records]

    async def heard(self, wanted: Heard, behind: Behind | None, limit: int) -> Sequence[Recorded]:
        all_of_them, units = self.records.values(), set(wanted.units)
        of = [each for each in all_of_them if each.kind in wanted.kinds and units & set(each.unit_path)]
        during = [each for each in of if each.entry and wanted.since <= each.recorded_at < wanted.until]
        found = [each for each in during if _is_behind(each.recorded_at, each, behind)]
        return sorted(found, key=lambda each: (each.recorded_at, each.id))[:limit]

    async def count_heard(self, wanted: Heard, limit: int) -> int:
        return len(await self.heard(wanted, None, limit))

    async def addressed_to(self, event_ids: Collection[UUID], ref: str) -> Mapping[tuple[UUID, str], Addressed]:
        planned = [(name, one) for name in event_ids for one in self.records[name].people if one.ref == ref]
        return {(name, one.message): one for name, one in planned}

    async def mark_planned(self, event_id: UUID) -> None:
        self.records[event_id] = replace(self.records[event_id], is_planned=True)

    async def unplanned(self, before: datetime, limit: int) -> Sequence[Recorded]:
        planned = [record for record in self.records.values() if not record.waits_for_file]
        found = [record for record in planned if not record.is_planned and record.recorded_at < before]
        return sorted(found, key=lambda record: record.recorded_at)[:limit]

    def _waiting(self) -> list[Recorded]:
        return [record for record in self.records.values() if record.waits_for_file]


class MemoryDeliveries:
    def __init__(self) -> None:
        self.kept, self.told = dict[UUID, Delivery](), list[End]()

    async def keep(self, deliveries: Sequence[Delivery]) -> None:
        for each in deliveries:
            self.kept.setdefault(each.id, each)

    async def claim(self, lane: Lane, limit: int, *, now: datetime, until: datetime, token: str) -> Sequence[Delivery]:
        due = [each for each in self._open() if each.lane is lane and _is_claimable(each)]
        found = sorted((each for each in due if each.next_at <= now), key=lambda each: each.next_at)[:limit]
        leased = [replace(each, state=State.LEASED, token=token, next_at=until) for each in found]
        self.kept |= {each.id: each for each in leased}
        return leased

    async def settle(self, delivery: Delivery, token: str, end: End | None = None) -> bool:
        if self.kept[delivery.id].token != token:
            return False
        self.kept[delivery.id] = delivery
        self.told += [] if end is None else [end]
        return True

    async def begin(self, delivery: Delivery) -> bool:
        kept = self.kept[delivery.id]
        is_its_own = (kept.state, kept.token) == (State.LEASED, delivery.token)
        if is_its_own:
            self.kept[delivery.id] = replace(kept, has_begun=True, number_ends=delivery.number_ends)
        return is_its_own

    async def held_up(self, order_keys: Collection[str], order_seq: int) -> Collection[str]:
        earlier = [each for each in self._open() if each.order_seq < order_seq]
        return {each.order_key for each in earlier if each.order_key in order_keys}

    async def let_go(self, order_key: str, now: datetime) -> None:
        chain = sorted((each for each in self._open() if each.order_key == order_key), key=lambda each: each.order_seq)
        if chain and chain[0].state is State.BLOCKED:
            self.kept[chain[0].id] = replace(chain[0], state=State.DUE, next_at=now)

    async def stuck_orders(self, behind: str, limit: int) -> tuple[Sequence[str], str]:
        first: dict[str, Delivery] = {}
        for each in sorted(self._open(), key=lambda one: one.order_seq):
            first.setdefault(each.order_key, each)
        stuck = sorted(key for key, each in first.items() if key > behind and each.state is State.BLOCKED)[:limit]
        return stuck, stuck[-1] if len(stuck) == limit else ""

    async def backlog(self, lane: Lane, now: datetime, limit: int) -> Backlog:
        due = [each.next_at for each in self._open() if (each.lane, each.state) == (lane, State.DUE)]
        return Backlog(min(sum(at <= now for at in due), limit), min((at for at in due if at <= now), default=None))

    async def reopen(self, deliveries: Sequence[Delivery]) -> None:
        for each in deliveries:
            found = self.kept.get(each.id, each)
            if each.id not in self.kept or not found.is_open:
                self.kept[each.id] = replace(each, created_at=found.created_at, last=found.last)

    async def dead(
        self, target: str, since: datetime, until: datetime, behind: Behind | None, limit: int
    ) -> Sequence[Delivery]:
        dead = [each for each in self.kept.values() if (each.target, each.state) == (target, State.DEAD)]
        found = [
            each for each in dead if since <= each.created_at < until and _is_behind(each.created_at, each, behind)
        ]
        return sorted(found, key=lambda each: (each.created_at, each.id))[:limit]

    async def count_dead(self, target: str, since: datetime, until: datetime, limit: int) -> int:
        return len(await self.dead(target, since, until, None, limit))

    async def of_target(
        self, target: str, states: Collection[State], during: During, behind: Delivery | None, limit: int
    ) -> Sequence[Delivery]:
        since, until = during
        of = [each for each in self.kept.values() if each.target == target and each.state in states]
        near = [one for one in of if (not since or since <= one.created_at) and (not until or one.created_at < until)]
        last = (behind.created_at, behind.id) if behind else None
        found = [each for each in near if last is None or (each.created_at, each.id) < last]
        return sorted(found, key=lambda each: (each.created_at, each.id), reverse=True)[:limit]

    async def cancel_held(self, event_ids: Collection[UUID], now: datetime) -> None:
        held = [each for each in self._open() if each.event_id in event_ids]
        self.kept |= {each.id: cancelled(each, now) for each in held}

    async def find(self, delivery_id: UUID) -> Delivery | None:
        return self.kept.get(delivery_id)

    def _open(self) -> list[Delivery]:
        return [each for each in self.kept.values() if each.is_open]


def _is_behind(at: datetime, one: Delivery | Recorded, behind: Behind | None) -> bool:
    return behind is None or (at, one.id) > (behind.at, behind.id)


class MemoryReceivers:
    def __init__(self) -> None:
        self.kept: dict[UUID, Endpoint] = {}
        self.heeded: set[UUID] = set()
        self.clients: dict[str, Client] = {}

    async def find(self, endpoint_id: UUID) -> Endpoint | None:
        return self.kept.get(endpoint_id)

    async def hearing(self, kind: str, unit_path: Collection[str]) -> Sequence[Endpoint]:
        return [each for each in self.kept.values() if each.hears(kind, unit_path)]

    async def client_of(self, client_ref: str) -> Client | None:
        return self.clients.get(client_ref)

    async def heed(self, endpoint_id: UUID, outcome: Outcome, cause: Cause) -> None:
        if cause.id not in self.heeded:
            self.heeded.add(cause.id)
            endpoint, now = self.kept[endpoint_id], now_utc()
            after = endpoint.succeeded(now) if outcome is Outcome.OK else endpoint.failed(now)
            self.kept[endpoint_id] = endpoint.disable("gone") if outcome is Outcome.GONE else after


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

    async def wait_past(self, seq: int, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._grown:
                return await self._grown.wait_for(lambda: len(self.lines) > seq)
        return False
