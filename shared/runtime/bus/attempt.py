"""One try at one record: what it is, and what became of it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import structlog

from shared.contracts.event import Event
from shared.kernel.actor import system
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import AlreadyHandledError, DomainError, StaleError, UnavailableError
from shared.runtime import metrics
from shared.runtime.bus.backoff import QUICK_WAITS
from shared.runtime.bus.envelope import Head, Record, UnreadableError, read
from shared.runtime.bus.ports import BEHIND
from shared.runtime.bus.subscription import Group, Handler
from shared.runtime.failpoints import Failpoint, reached
from shared.runtime.memory import remembering

_LOG = structlog.get_logger("bus")

UNAVAILABLE = (UnavailableError, ConnectionError, TimeoutError)
"""What says that a dependency is away, and nothing about the record."""


class Outcome(StrEnum):
    """What became of a record."""

    HANDLED = "handled"
    REPEATED = "repeated"
    IGNORED = "ignored"
    BEHIND = "behind"
    PERMANENT = "permanent"
    UNEXPECTED = "unexpected"
    UNAVAILABLE = "unavailable"


class Verdict(NamedTuple):
    """The outcome, with one word for the reason and a sentence for the operator."""

    outcome: Outcome
    type: str = "unknown"
    reason: str = ""
    error: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to be done about the record."""
        return self.outcome in {Outcome.HANDLED, Outcome.REPEATED, Outcome.IGNORED}


@dataclass(frozen=True)
class Attempt:
    """Opens records and runs the group's handlers. Never raises but when it is cancelled."""

    group: Group
    clock: Clock
    known: Mapping[str, type[Event]]
    unavailable: tuple[type[Exception], ...] = UNAVAILABLE

    async def __call__(self, record: Record, *, is_held: Callable[[], bool] = lambda: False) -> Verdict:
        """Open and handle a record; a wanted one whose key is held back is not handled but queues behind."""
        try:
            head, event = read(record, self.group.handlers, self.known)
        except UnreadableError as error:
            return Verdict(Outcome.PERMANENT, reason=error.reason, error=str(error))
        except Exception as error:  # noqa: BLE001 - whatever the bytes were, the next record must flow
            return Verdict(Outcome.PERMANENT, reason="unreadable", error=repr(error))
        if event is None:
            return Verdict(Outcome.IGNORED, head.type)
        if is_held():
            return Verdict(Outcome.BEHIND, head.type, reason=BEHIND)
        verdict = await self._handle(self.group.handlers[head.type], event, _cause(self.group, head, record))
        if verdict.outcome is Outcome.HANDLED and head.recorded_at is not None:
            age = (self.clock() - head.recorded_at).total_seconds()
            metrics.age_of(head.type).observe(max(age, 0.0))
        return verdict

    async def _handle(self, handler: Handler, event: Event, cause: Cause) -> Verdict:
        started = asyncio.get_running_loop().time()
        for number, wait in enumerate((*QUICK_WAITS, None), start=1):
            verdict = await self._run(handler, event, cause)
            if verdict.outcome is not Outcome.UNAVAILABLE:
                return verdict
            slow = asyncio.get_running_loop().time() - started > sum(QUICK_WAITS) * 2
            if wait is None or slow or (verdict.reason == "stale" and number == len(QUICK_WAITS)):
                return verdict
            metrics.RETRIES.labels(self.group.name, verdict.reason).inc()
            await asyncio.sleep(wait)
        raise AssertionError("the last wait is None")

    async def _run(self, handler: Handler, event: Event, cause: Cause) -> Verdict:
        with remembering() as memory:
            verdict = await self._try(handler, event, cause)
        if memory.unproven and verdict.reason != "unavailable":
            metrics.RETRIES.labels(self.group.name, "forgotten").inc()
            verdict = await self._try(handler, event, cause)
        if verdict.outcome is Outcome.HANDLED:
            reached(Failpoint.AFTER_EFFECT)
        return verdict

    async def _try(self, handler: Handler, event: Event, cause: Cause) -> Verdict:
        try:
            await handler(event, cause)
        except AlreadyHandledError:
            return Verdict(Outcome.REPEATED, event.type)
        except StaleError as error:
            return Verdict(Outcome.UNAVAILABLE, event.type, "stale", str(error))
        except DomainError as error:
            return Verdict(Outcome.PERMANENT, event.type, error.reason, str(error))
        except self.unavailable as error:
            return Verdict(Outcome.UNAVAILABLE, event.type, "unavailable", repr(error))
        except Exception as error:  # noqa: BLE001 - the class of failure for which there is the schedule
            _LOG.exception(
                "handler failed",
                group=self.group.name,
                type=event.type,
                event_id=str(cause.id),
                offset=cause.source,
            )
            return Verdict(Outcome.UNEXPECTED, event.type, type(error).__name__, repr(error))
        return Verdict(Outcome.HANDLED, event.type)


def _cause(group: Group, head: Head, record: Record) -> Cause:
    return Cause(
        id=head.id,
        actor=system(group.service),
        action="system",
        correlation_id=head.correlation_id,
        causation_id=head.causation_id,
        traceparent=head.traceparent,
        source=f"{record.topic}/{record.partition}/{record.offset}",
        sequence=head.sequence,
        at=head.time,
    )
