"""A client sends a batch."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.notifications.domain.client import Client
from services.notifications.domain.item import Batch, Item, ItemKind, ItemResult, batch_id, lines_of
from services.notifications.usecases.intake.ports import Batches
from services.notifications.usecases.intake.work import WorkAtBatch
from shared.kernel.clock import Clock

WAITED_FOR: Final = timedelta(seconds=10)
"""How long a client waits for its answer; what is not done by then goes on by itself."""


@dataclass(frozen=True, slots=True)
class SendBatch:
    """Keep a batch, then work at it while its client waits. The same request under the same key is the same batch.

    Raises: UnavailableError when it could not be kept.
    """

    batches: Batches
    work: WorkAtBatch
    clock: Clock

    async def __call__(
        self,
        client: Client,
        key: str,
        body_hash: str,
        kind: ItemKind,
        items: Sequence[Item | tuple[str, ItemResult]],
        *,
        is_trial: bool,
        is_waited_for: bool,
    ) -> Batch:
        now = self.clock()
        batch = Batch(batch_id(client.ref, key, body_hash), client.ref, kind, is_trial, len(items), now)
        await self.batches.keep(batch, await asyncio.to_thread(lines_of, items))
        if is_waited_for:
            await self.work(batch.id, until=now + WAITED_FOR, is_waited_for=True)
        return await self.batches.find(batch.id) or batch
