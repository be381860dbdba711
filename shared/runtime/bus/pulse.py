"""The pulse of a consumer: whether its broker and its group still answer it. Polls that bring nothing do not tell."""

import asyncio
import time
from typing import Any

_EVERY = 5.0
_PATIENCE = 4.0
_LOST_AFTER = 15.0


class Pulse:
    """Asks now and then, through the consumer's own connections, for an end and a committed offset of a partition."""

    def __init__(self) -> None:
        self._felt_at = self._asked_at = time.monotonic()

    async def is_lost(self, consumer: Any) -> bool:
        """Whether nothing was answered for long. Asks when it is time; takes at most four seconds."""
        now = time.monotonic()
        if now - self._asked_at >= _EVERY:
            self._asked_at = now
            if await _answers(consumer):
                self._felt_at = now
        return time.monotonic() - self._felt_at > _LOST_AFTER


async def _answers(consumer: Any) -> bool:
    place = next(iter(consumer.assignment()), None)
    if place is None:
        return True
    try:
        async with asyncio.timeout(_PATIENCE):
            await consumer.end_offsets([place])
            await consumer.committed(place)
    except Exception:  # noqa: BLE001 - any failure is no answer
        return False
    return True
