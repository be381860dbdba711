"""What reviews does by itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from services.reviews.usecases import UseCases
from shared.kernel.clock import Clock, first_of_month, local_day, start_of_day
from shared.runtime.jobs import Job

_LOOK_EVERY_SECONDS, _ALARM_EVERY_SECONDS, _WATCH_EVERY_SECONDS = 60.0, 600.0, 3_600.0

log: structlog.stdlib.BoundLogger = structlog.get_logger("reviews")

IsBehind = Callable[[datetime], Awaitable[bool]]
"""Whether something that happened before an instant is not counted yet."""

Act = Callable[[], Awaitable[None]]
Start = Callable[[datetime], datetime]
"""The instant before which all has to be there, when it is now."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Whether those are behind who write figures, and who open cases and grant awards."""

    figures: IsBehind
    files: IsBehind


def build_schedule(use_cases: UseCases, heard: Heard, clock: Clock) -> list[Job]:
    """The jobs, each harmless when it runs twice."""
    bulletins = _once_heard(use_cases.issue_bulletins, start_of_day, heard.files, clock)
    watch = _once_heard(use_cases.finding.watch, first_of_month, heard.figures, clock)
    return [
        Job("end overdue votes", _LOOK_EVERY_SECONDS, use_cases.session.end_overdue),
        Job("lapse opinions", _LOOK_EVERY_SECONDS, use_cases.opinion.lapse),
        Job("close windows", _LOOK_EVERY_SECONDS, use_cases.consultation.close_window),
        Job("alarm cases", _ALARM_EVERY_SECONDS, use_cases.case.alarm),
        Job("remind members", _ALARM_EVERY_SECONDS, use_cases.session.remind),
        Job("alarm opinions", _ALARM_EVERY_SECONDS, use_cases.opinion.alarm),
        Job("alarm complaints", _ALARM_EVERY_SECONDS, use_cases.complaint.alarm),
        Job("alarm findings", _ALARM_EVERY_SECONDS, use_cases.finding.alarm),
        Job("issue bulletins", _ALARM_EVERY_SECONDS, bulletins),
        Job("watch figures", _WATCH_EVERY_SECONDS, watch),
    ]


def _once_heard(act: Act, before: Start, is_behind: IsBehind, clock: Clock) -> Act:
    """Once a day, and not before all is there that happened before: what is told or judged stays as it is."""
    done_on: date | None = None

    async def look() -> None:
        nonlocal done_on
        now = clock()
        if done_on == local_day(now):
            return
        if await is_behind(before(now)):
            log.warning("not all that happened is known yet, so nothing is told or judged of it", before=before(now))
            return
        await act()
        done_on = local_day(now)

    return look
