"""Who may ask an endpoint now."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from services.notifications.domain.pace import Pace
from shared.kernel.clock import Clock
from shared.runtime.metrics import NOTIFY_BREAKER_OPEN

_SHORT: Final = timedelta(seconds=0.5)
"""A slot that is nearer is waited for in memory; a later one is written down."""

_MOST_WAITING: Final = 51
"""A tenth of a sender's room: one slow endpoint does not fill it."""

_PATIENCE_SECONDS: Final = 8.0
_IDLE: Final = timedelta(hours=1)


class Gate:
    """One endpoint's: those who may soon begin wait here, the others are told when to come again."""

    def __init__(self, pace: Pace, clock: Clock) -> None:
        self._pace, self._clock = pace, clock
        self._room = asyncio.Condition()
        self._waiting = 0

    def enter_now(self) -> bool:
        """Whether one begins now, without a wait and before nobody who waits; it has to `leave` later."""
        now = self._clock()
        if self._waiting or not self._pace.is_free(now):
            return False
        self._pace.slot(None, now)
        self._pace.begun()
        return True

    async def enter(self, held: datetime | None) -> datetime | None:
        """None: begin now, and `leave` later. Else when to come again. `held` is a slot that was given before."""
        now = self._clock()
        at = self._pace.slot(held, now)
        if at - now >= _SHORT or self._waiting >= _MOST_WAITING:
            return at
        self._waiting += 1
        try:
            await asyncio.sleep(max(0.0, (at - now).total_seconds()))
            is_open = await self._wait_for_room()
        finally:
            self._waiting -= 1
        now = self._clock()
        if is_open and self._pace.may_begin(now):
            self._pace.begun()
            return None
        return self._pace.slot(None, now)

    async def leave(self, *, well: bool | None) -> None:
        """A try is over; None says that it was broken off."""
        self._pace.ended(self._clock(), well=well)
        async with self._room:
            self._room.notify_all()

    @property
    def is_spared(self) -> bool:
        """Whether it failed so often that it is asked seldom."""
        return self._pace.breaker.open_until is not None

    def is_idle(self, now: datetime) -> bool:
        """Whether nothing is known of it that matters."""
        used_at = self._pace.used_at
        return not self._waiting and not self._pace.running and (used_at is None or now - used_at > _IDLE)

    async def _wait_for_room(self) -> bool:
        """Whether there is room within eight seconds; at once no when the endpoint is spared."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS), self._room:
                await self._room.wait_for(self._is_decided)
        except TimeoutError:
            return False
        return True

    def _is_decided(self) -> bool:
        return self._pace.may_begin(now := self._clock()) or not self._pace.breaker.allows(now)


class Gates:
    """All endpoints' of one sender, by target. How one stands is forgotten with the process."""

    def __init__(self, fresh: Callable[[], Pace], clock: Clock, most: int = 4096) -> None:
        self._fresh, self._clock, self._most = fresh, clock, most
        self._gates: dict[str, Gate] = {}
        self._spared: set[str] = set()

    def __getitem__(self, target: str) -> Gate:
        """The gate of a target."""
        if target not in self._gates:
            self._forget()
            self._gates[target] = Gate(self._fresh(), self._clock)
        return self._gates[target]

    async def leave(self, target: str, *, well: bool | None) -> None:
        """A try at a target is over; None says that it was broken off."""
        gate = self[target]
        await gate.leave(well=well)
        (self._spared.add if gate.is_spared else self._spared.discard)(target)
        NOTIFY_BREAKER_OPEN.set(len(self._spared))

    def _forget(self) -> None:
        if len(self._gates) >= self._most:
            now = self._clock()
            self._gates = {target: gate for target, gate in self._gates.items() if not gate.is_idle(now)}
            self._spared &= set(self._gates)
