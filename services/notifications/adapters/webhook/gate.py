"""Who may ask an endpoint now."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.notifications.domain.pace import Pace
from shared.kernel.clock import Clock
from shared.runtime.metrics import NOTIFY_BREAKER_OPEN

_SHORT: Final = timedelta(seconds=0.5)
"""A slot that is nearer is waited for in memory; a later one is written down."""

_LATER: Final = timedelta(seconds=15)
"""After so long one comes again to an endpoint that does not answer; no call to it takes longer."""

_MOST_WAITING: Final = 51
"""A tenth of a sender's room: one slow endpoint does not fill it."""


@dataclass(frozen=True, slots=True)
class _Wait:
    """How long a turn is waited for: so many seconds while nothing moves, and so many in all."""

    still: float
    longest: float


_SOON: Final = _Wait(still=1.0, longest=2.0)
"""Long enough for a machine that is busy: what is written down because of that costs it three times as much."""

_PATIENCE: Final = _Wait(still=8.0, longest=8.0)
_IDLE: Final = timedelta(hours=1)


@dataclass(slots=True)
class _Turn:
    """One that waits; `has_slot` when the pace gave it a slot before."""

    comes: "asyncio.Future[bool]"
    has_slot: bool


class Gate:
    """One endpoint's: those who may soon begin wait here in a row, the others are told when to come again."""

    def __init__(self, pace: Pace, clock: Clock) -> None:
        self._pace, self._clock = pace, clock
        self._row: deque[_Turn] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._moved_at = self._heard_at = 0.0

    async def enter_soon(self) -> bool:
        """Whether its turn comes soon, which it does while calls end; then one has begun, and has to `leave` later.

        No at once when it is spared or did not answer lately, for who begins so is never a probe; nor does one
        endpoint make a crowd wait.
        """
        may_wait = not (self.is_spared or self._is_silent) and len(self._row) < _MOST_WAITING
        return may_wait and await self._turn(_SOON, has_slot=False)

    async def enter(self, held: datetime | None) -> datetime | None:
        """None: begin now, and `leave` later. Else when to come again. `held` is a slot that was given before."""
        now = self._clock()
        at = self._pace.slot(held, now)
        if at - now >= _SHORT:
            return at
        if len(self._row) >= _MOST_WAITING or (self._is_silent and not self._pace.may_begin(now)):
            return max(at, self._later())
        await asyncio.sleep(max(0.0, (at - now).total_seconds()))
        if await self._turn(_PATIENCE, has_slot=True):
            return None
        return max(self._pace.slot(None, self._clock()), self._later())

    def leave(self, *, well: bool | None) -> None:
        """A try is over; None says that it was broken off."""
        self._pace.ended(self._clock(), well=well)
        self._moved_at = self._heard_at = asyncio.get_running_loop().time()
        self._go_on()

    def hold(self, seconds: float) -> None:
        """Its endpoint asked for so much patience: whoever comes next comes later."""
        now = self._clock()
        self._pace.hold(now + timedelta(seconds=seconds), now)

    @property
    def is_spared(self) -> bool:
        """Whether it failed so often that it is asked seldom."""
        return self._pace.breaker.open_until is not None

    def is_idle(self, now: datetime) -> bool:
        """Whether nothing is known of it that matters."""
        used_at = self._pace.used_at
        return not self._row and not self._pace.running and (used_at is None or now - used_at > _IDLE)

    async def _turn(self, wait: _Wait, *, has_slot: bool) -> bool:
        """Wait in the row. Whoever is broken off just when its turn came leaves it to the next."""
        if not self._row and self._begins(has_slot=has_slot):
            return True
        if self._is_left_alone():
            return False
        turn = _Turn(asyncio.get_running_loop().create_future(), has_slot)
        self._row.append(turn)
        try:
            return await self._comes(turn.comes, wait)
        except asyncio.CancelledError:
            if turn.comes.done() and turn.comes.result():
                self.leave(well=None)
            raise
        finally:
            turn.comes.cancel()

    async def _comes(self, turn: "asyncio.Future[bool]", wait: _Wait) -> bool:
        loop = asyncio.get_running_loop()
        until = loop.time() + wait.longest
        while loop.time() < until:
            await asyncio.wait((turn,), timeout=wait.still)
            if turn.done():
                return turn.result()
            if loop.time() - self._moved_at >= wait.still:
                break
        return False

    def _go_on(self) -> None:
        """Let those at the head of the row begin, as many as may."""
        while self._row:
            turn = self._row[0]
            is_over = turn.comes.done() or self._is_left_alone()
            if not is_over and not self._begins(has_slot=turn.has_slot):
                return
            self._row.popleft()
            if not turn.comes.done():
                turn.comes.set_result(not is_over)

    def _begins(self, *, has_slot: bool) -> bool:
        now = self._clock()
        if not self._pace.may_begin(now):
            return False
        if not has_slot:
            wait = (self._pace.next_slot(now) - now).total_seconds()
            if wait > 0:
                self._go_on_after(wait)
                return False
            self._pace.slot(None, now)
        self._moved_at = asyncio.get_running_loop().time()
        if not self._pace.running:
            self._heard_at = self._moved_at
        self._pace.begun()
        return True

    def _go_on_after(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._go_on)

    def _later(self) -> datetime:
        """When to come again to a full row: soon while calls end, and not at once, or it is claimed again and again."""
        is_still = asyncio.get_running_loop().time() - self._moved_at > _SOON.still
        return self._clock() + (_LATER if is_still else _SHORT)

    @property
    def _is_silent(self) -> bool:
        """Whether its last call ended badly, or those that are under way have been so for long."""
        waited = asyncio.get_running_loop().time() - self._heard_at
        return self._pace.breaker.in_a_row > 0 or (self._pace.running > 0 and waited > _SOON.still)

    def _is_left_alone(self) -> bool:
        return self._pace.is_left_alone(self._clock())


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

    def leave(self, target: str, *, well: bool | None) -> None:
        """A try at a target is over; None says that it was broken off."""
        gate = self[target]
        gate.leave(well=well)
        (self._spared.add if gate.is_spared else self._spared.discard)(target)
        NOTIFY_BREAKER_OPEN.set(len(self._spared))

    def _forget(self) -> None:
        if len(self._gates) >= self._most:
            now = self._clock()
            self._gates = {target: gate for target, gate in self._gates.items() if not gate.is_idle(now)}
            self._spared &= set(self._gates)
