"""Somebody works at a batch until it is done, the time is over, or the owner is away."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from services.notifications.domain.client import Client, Scope
from services.notifications.domain.item import Batch, Item, ItemKind, ItemResult, Line
from services.notifications.usecases.gateway.ports import Clients
from services.notifications.usecases.intake.ports import Batches
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock
from shared.kernel.errors import AlreadyExistsError, StaleError, UnavailableError

_LEASE: Final = timedelta(seconds=60)
_AGAIN: Final = timedelta(seconds=3)
_SHUT_OUT: Final = timedelta(seconds=60)
_AT_ONCE: Final = 8
_NEEDED: Final = {ItemKind.NOMINATION: Scope.NOMINATIONS_WRITE, ItemKind.RESULT: Scope.RESULTS_WRITE}


class Take(Protocol):
    """Brings one item to its owner."""

    async def __call__(self, client: Client, item: Item, *, is_trial: bool) -> ItemResult:
        """What came of it. Raises: UnavailableError."""


@dataclass(frozen=True, slots=True)
class Takes:
    """How each kind of item is brought to its owner."""

    nomination: Take
    result: Take

    def of(self, kind: ItemKind) -> Take:
        """The one for a kind."""
        return self.nomination if kind is ItemKind.NOMINATION else self.result


@dataclass(frozen=True, slots=True)
class WorkAtBatch:
    """Bring the open places of a batch to their owner, a few at once, each answer kept as it comes.

    One at a time works at a batch, under a lease; were it two, the keys of the items would make it one. A client that
    was suspended, or lost the scope, waits with what it sent.
    """

    batches: Batches
    clients: Clients
    takes: Takes
    secret: Secret
    clock: Clock

    async def __call__(self, batch_id: UUID, *, until: datetime) -> None:
        token, now = self.secret(), self.clock()
        batch = await self.batches.find(batch_id)
        if batch is None or batch.finished_at or not await self.batches.lease(batch_id, token, now, now + _LEASE):
            return
        client = await self.clients.find(batch.client_ref)
        if client is None or not client.is_active or _NEEDED[batch.kind] not in client.scopes:
            await self.batches.give_back(batch_id, token, now + _SHUT_OUT)
            return
        try:
            await self._go_on(batch, client, token, until)
        except (UnavailableError, StaleError, AlreadyExistsError):
            await self.batches.give_back(batch_id, token, self.clock() + _AGAIN)
        else:
            await self.batches.give_back(batch_id, token, self.clock())

    async def _go_on(self, batch: Batch, client: Client, token: str, until: datetime) -> None:
        while (now := self.clock()) < until:
            if not await self.batches.lease(batch.id, token, now, now + _LEASE):
                return
            lines = await self.batches.open_lines(batch.id, _AT_ONCE)
            if not lines:
                await self.batches.finish(batch.id, now)
                return
            await self._answer(batch, client, lines)

    async def _answer(self, batch: Batch, client: Client, lines: Sequence[Line]) -> None:
        """Places with one name after each other, the others at once; what went well stays when another did not."""
        by_name: dict[str, list[Line]] = {}
        for line in lines:
            by_name.setdefault(line.external_id, []).append(line)

        async def in_turn(same: Sequence[Line]) -> None:
            for line in same:
                if line.item is not None:
                    result = await self.takes.of(batch.kind)(client, line.item, is_trial=batch.is_trial)
                    await self.batches.answer(batch.id, line.index, result)

        ends = await asyncio.gather(*(in_turn(same) for same in by_name.values()), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end


@dataclass(frozen=True, slots=True)
class WorkAtWhatIsDue:
    """Go on with batches that nobody works at, after a death too."""

    batches: Batches
    work: WorkAtBatch
    clock: Clock

    async def __call__(self) -> None:
        for batch_id in await self.batches.due(self.clock(), _AT_ONCE):
            await self.work(batch_id, until=self.clock() + _LEASE)
