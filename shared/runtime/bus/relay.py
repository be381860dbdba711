"""The relay: publishes what is kept, right after the commit, and again until the broker has confirmed it."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import structlog

from shared.kernel.clock import Clock, now_utc
from shared.kernel.errors import UnavailableError
from shared.runtime import metrics
from shared.runtime.bus.backoff import Backoff
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.bus.outgoing import Outgoing
from shared.runtime.bus.ports import Outbox
from shared.runtime.bus.publisher import Publisher
from shared.runtime.bus.subscription import DEFAULT_NAMESPACE
from shared.runtime.bus.sweep import Sweep
from shared.runtime.failpoints import Failpoint, reached
from shared.runtime.waiting import set_within

_LOG = structlog.get_logger("bus")

_RUN = 500
_CLEAR_EVERY = 0.1
_CLEAR_AT = 200
_LOOK_EVERY = 1.0
_STOP_PATIENCE = 3.0
_STILL = 90.0
"""Seconds; one call to a store that is away takes up to 20, one run to a broker that is away up to 40."""


class Relay:
    """Gets the events of one service out. An event may go out twice, but it goes out; first times are in order."""

    def __init__(
        self,
        outbox: Outbox,
        *,
        service: str,
        bootstrap: str,
        clock: Clock = now_utc,
        namespace: str = DEFAULT_NAMESPACE,
    ) -> None:
        self._service = service
        self._outbox = outbox
        self._outgoing = Outgoing()
        self._publisher = Publisher(service, bootstrap, namespace)
        self._sweep = Sweep(service, outbox, clock)
        self._backoff = Backoff(first=1.0, most=5.0)
        self._published: list[OutboxEntry] = []
        self._nudged = asyncio.Event()
        self._to_clear = asyncio.Event()
        self._clearing = asyncio.Lock()
        self._is_stopping = False
        self._ticks: dict[str, float] = {}
        self._publishing: asyncio.Task[None] | None = None
        self._others: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to publish; returns at once, and never fails because broker or store are away."""
        self._ticks = dict.fromkeys(("publish", "clear", "look"), time.monotonic())
        self._publishing = asyncio.create_task(self._publish_all())
        self._others = [
            asyncio.create_task(self._every("clear", self._clear_in_time)),
            asyncio.create_task(self._every("look", self._look)),
        ]

    async def stop(self) -> None:
        """Publish and clear what is in memory, as far as three seconds reach; the rest stays in the store."""
        self._is_stopping = True
        self._nudged.set()
        try:
            async with asyncio.timeout(_STOP_PATIENCE):
                if self._publishing is not None:
                    await asyncio.wait({self._publishing})
                await self._clear()
        except (TimeoutError, UnavailableError) as error:
            _LOG.warning("stopped before all was published", service=self._service, error=repr(error))
        reached(Failpoint.DURING_CLOSE)
        tasks = [task for task in (self._publishing, *self._others) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._publisher.close()

    def nudge(self, entries: Sequence[OutboxEntry]) -> None:
        """Take in what a save has just kept."""
        self._outgoing.add(entries)
        self._nudged.set()

    def alive(self, now: float) -> bool:
        """Whether the relay's loops move; `now` is the monotonic clock. Broker and store may be away."""
        return bool(self._ticks) and all(now - at < _STILL for at in self._ticks.values())

    async def _publish_all(self) -> None:
        failures = 0
        while True:
            self._ticks["publish"] = time.monotonic()
            run = self._outgoing.take(_RUN)
            if not run:
                if self._is_stopping:
                    return
                # Not for ever, or the loop would look dead.
                await set_within(self._nudged, 1.0)
                self._nudged.clear()
                continue
            reached(Failpoint.BEFORE_PUBLISH)
            confirmed = await self._publisher.publish(run)
            reached(Failpoint.AFTER_PUBLISH)
            self._note(run, confirmed)
            failures = 0 if len(confirmed) == len(run) else failures + 1
            if failures:
                await asyncio.sleep(self._backoff.after(failures))

    def _note(self, run: Sequence[OutboxEntry], confirmed: Sequence[OutboxEntry]) -> None:
        for kind, count in Counter(entry.type for entry in confirmed).items():
            metrics.PUBLISHED.labels(kind).inc(count)
        self._published += confirmed
        if len(confirmed) < len(run):
            done = {entry.id for entry in confirmed}
            self._outgoing.give_back([entry for entry in run if entry.id not in done])
        if len(self._published) >= _CLEAR_AT:
            self._to_clear.set()

    async def _clear_in_time(self) -> None:
        await set_within(self._to_clear, _CLEAR_EVERY)
        self._to_clear.clear()
        await self._clear()

    async def _clear(self) -> None:
        # One at a time, so that a stop waits for the round that is under way.
        async with self._clearing:
            cleared, self._published = self._published, []
            if not cleared:
                return
            reached(Failpoint.BEFORE_OUTBOX_CLEAR)
            try:
                await self._outbox.clear_outbox(cleared)
            except BaseException:
                self._published = cleared + self._published
                raise
            self._outgoing.cleared(cleared)

    async def _look(self) -> None:
        await asyncio.sleep(_LOOK_EVERY)
        self._outgoing.add(await self._sweep.left_behind(), is_whole=True)
        self._nudged.set()

    async def _every(self, name: str, act: Callable[[], Awaitable[None]]) -> None:
        while True:
            self._ticks[name] = time.monotonic()
            try:
                await act()
            except UnavailableError as error:
                _LOG.warning("store away", service=self._service, part=name, error=repr(error))
                await asyncio.sleep(_LOOK_EVERY)
            except Exception:  # noqa: BLE001 - the next round may do better
                _LOG.exception("background work failed", service=self._service, part=name)
                await asyncio.sleep(_LOOK_EVERY)
