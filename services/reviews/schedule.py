"""What reviews does by itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from services.reviews.usecases import UseCases
from services.reviews.usecases.bulletin.issue import IssueBulletins
from services.reviews.usecases.finding.watch import WatchFigures
from shared.kernel.clock import Clock, first_of_month, local_day, start_of_day
from shared.runtime.jobs import Job

_LOOK_EVERY_SECONDS, _ALARM_EVERY_SECONDS, _WATCH_EVERY_SECONDS = 60.0, 600.0, 3_600.0

log: structlog.stdlib.BoundLogger = structlog.get_logger("reviews")

IsBehind = Callable[[datetime], Awaitable[bool]]
"""Whether something that happened before an instant is not counted yet."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Whether those are behind who write figures, and who open cases and grant awards."""

    figures: IsBehind
    files: IsBehind


def build_schedule(use_cases: UseCases, heard: Heard, clock: Clock) -> list[Job]:
    """The jobs, each harmless when it runs twice."""
    return [
        Job("end overdue votes", _LOOK_EVERY_SECONDS, use_cases.session.end_overdue),
        Job("lapse opinions", _LOOK_EVERY_SECONDS, use_cases.opinion.lapse),
        Job("close windows", _LOOK_EVERY_SECONDS, use_cases.consultation.close_window),
        Job("alarm cases", _ALARM_EVERY_SECONDS, use_cases.case.alarm),
        Job("remind members", _ALARM_EVERY_SECONDS, use_cases.session.remind),
        Job("alarm opinions", _ALARM_EVERY_SECONDS, use_cases.opinion.alarm),
        Job("alarm complaints", _ALARM_EVERY_SECONDS, use_cases.complaint.alarm),
        Job("alarm findings", _ALARM_EVERY_SECONDS, use_cases.finding.alarm),
        Job("issue bulletins", _ALARM_EVERY_SECONDS, _once_a_day(use_cases.issue_bulletins, heard.files, clock)),
        Job("watch figures", _WATCH_EVERY_SECONDS, _once_counted(use_cases.finding.watch, heard.figures, clock)),
    ]


def _once_counted(watch: WatchFigures, is_behind: IsBehind, clock: Clock) -> Callable[[], Awaitable[None]]:
    """Nobody judges a time of which not everything is counted."""

    async def look() -> None:
        if not watch.is_due:
            return
        if await is_behind(first_of_month(clock())):
            log.warning("figures do not know yet all that happened, so they are not judged")
            return
        await watch()

    return look


def _once_a_day(issue: IssueBulletins, is_behind: IsBehind, clock: Clock) -> Callable[[], Awaitable[None]]:
    """What is told stays as it was told: so only when all is there that happened before the day, and then no more."""
    issued_on: date | None = None

    async def look() -> None:
        nonlocal issued_on
        now = clock()
        if issued_on == local_day(now):
            return
        if await is_behind(start_of_day(now)):
            log.warning("not all that happened before today is known yet, so no bulletin is issued")
            return
        await issue()
        issued_on = local_day(now)

    return look
