"""Somebody works at a batch until it is done, the time is over, or the owner is away."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

import structlog

from services.notifications.domain.client import Client, Scope
from services.notifications.domain.item import (
    Batch,
    Item,
    ItemKind,
    ItemResult,
    Line,
    OwnerFailedForGoodError,
    rejected,
    remark_of,
)
from services.notifications.usecases.gateway.ports import Clients
from services.notifications.usecases.intake.ports import Announce, Batches, OwnerFailedError
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock
from shared.kernel.errors import AlreadyExistsError, StaleError, UnavailableError

log: structlog.stdlib.BoundLogger = structlog.get_logger("intake")

_LEASE: Final = timedelta(seconds=60)
_AGAIN: Final = timedelta(seconds=3)
_SHUT_OUT: Final = timedelta(seconds=60)
_FAILED_AGAIN: Final = timedelta(seconds=60)
MOST_TRIES: Final = 20
"""How often an item is brought to an owner that cannot answer it; twenty minutes outlast a restart and a rollback."""

_AT_ONCE: Final = 8
_NOT_NOW: Final = (UnavailableError, StaleError, AlreadyExistsError)
_NEEDED: Final = {ItemKind.NOMINATION: Scope.NOMINATIONS_WRITE, ItemKind.RESULT: Scope.RESULTS_WRITE}


class Take(Protocol):
    """Brings one item to its owner."""

    async def __call__(self, client: Client, item: Item, *, is_trial: bool) -> ItemResult:
        """What came of it. Raises: UnavailableError, OwnerFailedError."""

    async def give_up(self, client: Client, item: Item) -> None:
        """Nothing more is tried: its name is free again. Raises: UnavailableError."""


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
    was suspended, or lost the scope, waits with what it sent. An item that the owner cannot answer, or at which
    something fails that nobody foresaw, holds up no other, and is rejected after twenty tries. Of the end of one that
    nobody waits for its client's endpoints hear.
    """

    batches: Batches
    clients: Clients
    takes: Takes
    announce: Announce
    secret: Secret
    clock: Clock

    async def __call__(self, batch_id: UUID, *, until: datetime, is_waited_for: bool = False) -> None:
        token, now = self.secret(), self.clock()
        batch = await self.batches.find(batch_id)
        if batch is None or batch.finished_at or not await self.batches.lease(batch_id, token, now, now + _LEASE):
            return
        client = await self.clients.find(batch.client_ref)
        if client is None or not client.is_active or _NEEDED[batch.kind] not in client.scopes:
            await self.batches.give_back(batch_id, token, now + _SHUT_OUT)
            return
        try:
            if await self._go_on(batch, client, token, until):
                await self._finish(batch, is_told=not is_waited_for)
        except OwnerFailedError:
            await self.batches.give_back(batch_id, token, self.clock() + _FAILED_AGAIN)
        except _NOT_NOW:
            await self.batches.give_back(batch_id, token, self.clock() + _AGAIN)
        except Exception:
            await self.batches.give_back(batch_id, token, self.clock() + _FAILED_AGAIN)
            raise
        else:
            await self.batches.give_back(batch_id, token, self.clock())

    async def _finish(self, batch: Batch, *, is_told: bool) -> None:
        """What is told is kept before the end and delivered after it: a death between the two loses nothing."""
        told = await self.announce.keep(batch, await self.batches.outcomes(batch.id)) if is_told else None
        await self.batches.finish(batch.id, self.clock())
        if told is not None:
            await self.announce.deliver(told)

    async def _go_on(self, batch: Batch, client: Client, token: str, until: datetime) -> bool:
        """Whether every place has its answer."""
        since, failed = 0, 0
        while (now := self.clock()) < until:
            if not await self.batches.lease(batch.id, token, now, now + _LEASE):
                return False
            lines = await self.batches.open_lines(batch.id, since, _AT_ONCE)
            if not lines and failed:
                raise OwnerFailedError(f"{failed} places")
            if not lines:
                return True
            failed += await self._answer(batch, client, lines)
            since = lines[-1].index + 1
        return False

    async def _answer(self, batch: Batch, client: Client, lines: Sequence[Line]) -> int:
        """Places with one name after each other, the others at once; what went well stays when another did not.

        How many the owner could not answer.
        """
        by_name: dict[str, list[Line]] = {}
        for line in lines:
            by_name.setdefault(line.external_id, []).append(line)

        async def in_turn(same: Sequence[Line]) -> int:
            failed = 0
            for line in same:
                if line.item is not None:
                    result = await self._tried(batch, client, line.index, line.item)
                    failed += result is None
                    if result is not None:
                        await self.batches.answer(batch.id, line.index, result)
            return failed

        ends = await asyncio.gather(*(in_turn(same) for same in by_name.values()), return_exceptions=True)
        failed = 0
        for end in ends:
            if isinstance(end, BaseException):
                raise end
            failed += end
        return failed

    async def _tried(self, batch: Batch, client: Client, index: int, item: Item) -> ItemResult | None:
        """What came of an item; None when the owner could not answer and is asked again."""
        take = self.takes.of(batch.kind)
        try:
            return await take(client, item, is_trial=batch.is_trial)
        except OwnerFailedError:
            pass
        except _NOT_NOW:
            raise
        except Exception:
            log.exception("an item failed", batch_id=str(batch.id), index=index)
        if await self.batches.tried(batch.id, index) < MOST_TRIES:
            return None
        if not batch.is_trial:
            await self._give_up(take, batch, client, index, item)
        return rejected(remark_of(OwnerFailedForGoodError(), ""))

    async def _give_up(self, take: Take, batch: Batch, client: Client, index: int, item: Item) -> None:
        try:
            await take.give_up(client, item)
        except _NOT_NOW:
            raise
        except Exception:
            log.exception("an item's name is not free", batch_id=str(batch.id), index=index)


@dataclass(frozen=True, slots=True)
class WorkAtWhatIsDue:
    """Go on with batches that nobody works at, after a death too. One that fails holds up no other.

    Raises: what the first that failed unforeseen raised.
    """

    batches: Batches
    work: WorkAtBatch
    clock: Clock

    async def __call__(self) -> None:
        failures: list[Exception] = []
        for batch_id in await self.batches.due(self.clock(), _AT_ONCE):
            try:
                await self.work(batch_id, until=self.clock() + _LEASE)
            except Exception as error:  # noqa: BLE001 - raised once the others had their turn
                failures.append(error)
        if failures:
            raise failures[0]
