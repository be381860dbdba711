"""What notifications does by itself."""

from collections.abc import Awaitable, Callable

import structlog

from services.notifications.domain.redrive import STEP_EVERY
from services.notifications.usecases import DeliveryUseCases, UseCases
from services.notifications.usecases.delivery.tell import LONGEST_DUE, MOST_DUE, TellDeliveries
from services.notifications.usecases.event.fan_out import EVERY_SECONDS
from services.notifications.usecases.intake.build import IntakeUseCases
from services.notifications.usecases.mirror.copy import CopyRegister
from services.notifications.usecases.queries import Queries
from shared.kernel.clock import Clock
from shared.runtime import metrics
from shared.runtime.jobs import Job

LONG_SECONDS = 300.0
"""Topics are seldom apart by more: from then on those who wait are told to operators."""
_LOOK_EVERY_SECONDS = 60.0
_LOOK_DUE_EVERY_SECONDS = 15.0
_PROMOTE_EVERY_SECONDS = 5.0
_GO_ON_EVERY_SECONDS = 2.0
_MIRROR_EVERY_SECONDS = 1.0

log: structlog.stdlib.BoundLogger = structlog.get_logger("notifications")


def build_schedule(use_cases: UseCases, clock: Clock, *, sweep_every_seconds: float) -> list[Job]:
    """What the router does by itself; each job is harmless when it runs twice."""
    return [
        Job("complete events", sweep_every_seconds, use_cases.event.complete),
        Job("fan out messages", EVERY_SECONDS, use_cases.event.fan_out),
        Job("gather digests", _LOOK_EVERY_SECONDS, use_cases.event.gather_digests),
        Job("look who waits", _LOOK_EVERY_SECONDS, _look(use_cases.queries, clock)),
    ]


def sender_jobs(use_cases: UseCases, clock: Clock) -> list[Job]:
    """What goes on in the queue of deliveries, likewise."""
    return [
        Job("pass messages on", _PROMOTE_EVERY_SECONDS, use_cases.delivery.pass_on.sweep),
        Job("leave what may have come", _PROMOTE_EVERY_SECONDS, use_cases.delivery.leave_unknown),
        Job("promote waiting deliveries", _PROMOTE_EVERY_SECONDS, use_cases.delivery.promote),
        Job("send again", STEP_EVERY.total_seconds(), use_cases.redrive.step),
        Job("warn of certificates", _LOOK_EVERY_SECONDS, use_cases.endpoint.warn_of_end),
        Job("look what is due", _LOOK_DUE_EVERY_SECONDS, _look_due(use_cases.delivery.tell, clock)),
        Job("look of what nobody knows", _LOOK_DUE_EVERY_SECONDS, _look_unknown(use_cases.delivery, clock)),
    ]


def gateway_jobs(intake: IntakeUseCases) -> list[Job]:
    """Batches whose client waits no more, or whose process died, go on."""
    return [Job("go on with batches", _GO_ON_EVERY_SECONDS, intake.go_on)]


def mirror_jobs(copy_register: CopyRegister) -> list[Job]:
    """Topics of clients follow the register."""
    return [Job("mirror the register", _MIRROR_EVERY_SECONDS, copy_register)]


def _look(queries: Queries, clock: Clock) -> Callable[[], Awaitable[None]]:
    async def look() -> None:
        waiting = await queries.waiting()
        seconds = (clock() - waiting.since).total_seconds() if waiting.since else 0.0
        metrics.WAITING.labels("notifications").set(waiting.count)
        metrics.WAITING_OLDEST.labels("notifications").set(seconds)
        if seconds > LONG_SECONDS:
            log.warning("events wait for their files", count=waiting.count, oldest_seconds=round(seconds))

    return look


def _look_unknown(use_cases: DeliveryUseCases, clock: Clock) -> Callable[[], Awaitable[None]]:
    async def look() -> None:
        found = await use_cases.show_unknown.backlog()
        metrics.NOTIFY_UNKNOWN.set(found.count)
        metrics.NOTIFY_UNKNOWN_AGE.set((clock() - found.since).total_seconds() if found.since else 0.0)

    return look


def _look_due(tell: TellDeliveries, clock: Clock) -> Callable[[], Awaitable[None]]:
    async def look() -> None:
        found = await tell.backlog()
        ages = {lane: (clock() - each.since).total_seconds() if each.since else 0.0 for lane, each in found.items()}
        for lane, each in found.items():
            metrics.NOTIFY_DUE.labels(lane).set(each.count)
            metrics.NOTIFY_DUE_AGE.labels(lane).set(ages[lane])
        count, oldest = sum(each.count for each in found.values()), max(ages.values())
        if count > MOST_DUE or oldest > LONGEST_DUE.total_seconds():
            log.warning("deliveries are due and nobody tries them", count=count, oldest_seconds=round(oldest))

    return look
