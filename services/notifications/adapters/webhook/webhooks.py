"""Webhooks as a way out of the house."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.notifications.adapters.webhook.body import CONTENT_TYPE, body_of
from services.notifications.adapters.webhook.gate import Gates
from services.notifications.adapters.webhook.reaching import Reach
from services.notifications.adapters.webhook.signing import Key, signed
from services.notifications.adapters.webhook.telling import Telling
from services.notifications.domain.client import Client
from services.notifications.domain.delivery import Delivery, endpoint_of, require_time
from services.notifications.domain.endpoint import Endpoint, SigningKey
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.pace import Pace
from services.notifications.domain.record import Recorded
from services.notifications.usecases.ports import Receivers
from shared.kernel.cause import Cause, job_cause
from shared.kernel.clock import Clock
from shared.kernel.errors import RefusedError
from shared.runtime.failpoints import Failpoint, reached

_KNOWN_SECONDS: Final = 1.0
_LEAST_PATIENCE_SECONDS: Final = 1.0
_MOST_BODIES: Final = 256
_MOST_KNOWN: Final = 4096
_NOT_WELL: Final = frozenset({Outcome.RETRY, Outcome.THROTTLE, Outcome.GONE, Outcome.BLOCKED})
"""What says that the endpoint is to be spared; that it refuses one message does not."""
_NOT_ACTIVE: Final = "endpoint not active"


@dataclass(frozen=True, slots=True)
class _Known:
    """An endpoint as it was read, and its client, of one that was recorded."""

    read_at: float
    endpoint: Endpoint | None
    client: Client | None

    @property
    def obstacle(self) -> str:
        """Why nothing goes there; empty when nothing is in the way."""
        if self.client is not None and not self.client.may_hear:
            return "client not let in"
        return "" if self.endpoint is not None and self.endpoint.is_sent_to else _NOT_ACTIVE

    def hears_all_of(self, record: Recorded) -> bool:
        """Whether it is sent what the register says; not without an agreement."""
        return self.client is not None and self.client.is_told_all(record.unit_path)


class Webhooks:
    """Posts signed CloudEvents, at the pace of each endpoint, and has heeded how it went, which no call waits for.

    `open_key` opens a key as it is kept, `fresh` is the pace of one that was not called yet. What is
    known of an endpoint is a second old at most.
    """

    def __init__(
        self,
        receivers: Receivers,
        heed: Callable[[UUID, Outcome, Cause], Awaitable[None]],
        open_key: Callable[[SigningKey], Key],
        client_of: Callable[[str], Awaitable[Client | None]],
        reach: Reach,
        *,
        origin: str,
        clock: Clock,
        fresh: Callable[[], Pace] = Pace,
    ) -> None:
        self._receivers, self._telling = receivers, Telling(heed, self._look_anew)
        self._open_key, self._client_of, self._reach = open_key, client_of, reach
        self._origin, self._clock = origin, clock
        self._gates = Gates(fresh, clock)
        self._known: dict[UUID, _Known] = {}
        self._keys: dict[UUID, Mapping[str, Key]] = {}
        self._reading: dict[UUID, asyncio.Task[_Known]] = {}
        self._bodies: dict[tuple[UUID, bool], bytes] = {}

    async def enter_soon(self, delivery: Delivery) -> bool:
        """As the port says."""
        return await self._gates[delivery.target].enter_soon()

    async def free_at(self, delivery: Delivery, now: datetime) -> datetime | None:
        """None when its endpoint can be asked now, else the slot that its pace gives."""
        del now
        return await self._gates[delivery.target].enter(delivery.slot_at)

    async def send(self, delivery: Delivery, record: Recorded) -> Ended:
        """Post it once. Raises: UnavailableError when the endpoint's record is not at hand, or its lease ends."""
        well: bool | None = None
        endpoint_id = endpoint_of(delivery.target)
        try:
            known = await self._look(endpoint_id)
            endpoint, obstacle = known.endpoint, known.obstacle or self._gone(endpoint_id)
            if endpoint is None or obstacle:
                return Ended(Outcome.GONE, reason=obstacle)
            body = self._body(record, is_full=known.hears_all_of(record))
            try:
                headers = self._headers(endpoint, body, record.id)
                require_time(delivery, self._clock())
                ended = (await self._reach.ask(endpoint, "POST", headers, body)).ended
            except RefusedError as error:
                # Of a key that does not open the endpoint is not to blame.
                return Ended(Outcome.RETRY, reason=error.reason)
            well = ended.outcome not in _NOT_WELL
            if ended.outcome is Outcome.THROTTLE:
                self._gates[delivery.target].hold(max(ended.retry_after_seconds or 0.0, _LEAST_PATIENCE_SECONDS))
        finally:
            self._gates.leave(delivery.target, well=well)
        reached(Failpoint.AFTER_POST_BEFORE_RECORD)
        self._tell(delivery, endpoint, ended.outcome)
        return ended

    async def close(self) -> None:
        """The last endpoints are told how it went."""
        await self._telling.finish()

    def _body(self, record: Recorded, *, is_full: bool) -> bytes:
        """What is the same for all of its endpoints is written once."""
        name = record.id, is_full
        if name not in self._bodies:
            if len(self._bodies) >= _MOST_BODIES:
                self._bodies.clear()
            self._bodies[name] = body_of(record, self._origin, is_full=is_full)
        return self._bodies[name]

    def _headers(self, endpoint: Endpoint, body: bytes, event_id: UUID) -> Mapping[str, str]:
        """Raises: NoVaultError, OtherKeyError."""
        now = self._clock()
        return {"content-type": CONTENT_TYPE, **signed(str(event_id), now, body, self._opened(endpoint, now))}

    def _tell(self, delivery: Delivery, endpoint: Endpoint, outcome: Outcome) -> None:
        """Once for a lease. A success that follows a success is nothing new."""
        is_well = outcome is Outcome.OK and endpoint.failing_since is None
        if not is_well or self._telling.is_under_way(endpoint.id):
            cause = job_cause("notifications", "webhook", delivery.id, delivery.token)
            self._telling.begin(endpoint.id, outcome, cause)

    def _gone(self, endpoint_id: UUID) -> str:
        return _NOT_ACTIVE if self._telling.is_gone(endpoint_id) else ""

    def _look_anew(self, endpoint_id: UUID) -> None:
        self._known.pop(endpoint_id, None)

    async def _look(self, endpoint_id: UUID) -> _Known:
        """Whoever asks while it is read waits for the same answer. Raises: UnavailableError."""
        known = self._known.get(endpoint_id)
        if known is None or known.endpoint is None or time.monotonic() - known.read_at > _KNOWN_SECONDS:
            reading = self._reading.get(endpoint_id)
            if reading is None:
                reading = self._reading[endpoint_id] = asyncio.create_task(self._read(endpoint_id))
                reading.add_done_callback(lambda _: self._reading.pop(endpoint_id))
            known = await asyncio.shield(reading)
        return known

    async def _read(self, endpoint_id: UUID) -> _Known:
        read_at, endpoint = time.monotonic(), await self._receivers.find(endpoint_id)
        client = None if endpoint is None else await self._client_of(endpoint.client_ref)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        known = self._known[endpoint_id] = _Known(read_at, endpoint, client)
        if known.obstacle:
            self._forget(endpoint_id)
        return known

    def _opened(self, endpoint: Endpoint, now: datetime) -> Sequence[Key]:
        """The keys that sign now, opened once; of those that do not any more none stays open."""
        before = self._keys.get(endpoint.id, {})
        signing = {key.sealed: before.get(key.sealed) or self._open_key(key) for key in endpoint.signing(now)}
        if signing != before:
            self._keys[endpoint.id] = signing
        return list(signing.values())

    def _forget(self, endpoint_id: UUID) -> None:
        """Nothing goes there: no key of it stays open, ours or its own."""
        self._keys.pop(endpoint_id, None)
        self._reach.forget(endpoint_id)
