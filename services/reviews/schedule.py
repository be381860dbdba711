"""What reviews does by itself."""

from services.reviews.usecases import UseCases
from shared.runtime.jobs import Job

_LOOK_EVERY_SECONDS, _WATCH_EVERY_SECONDS = 60.0, 3_600.0


def build_schedule(use_cases: UseCases) -> list[Job]:
    """The jobs, each harmless when it runs twice."""
    return [
        Job("end overdue votes", _LOOK_EVERY_SECONDS, use_cases.session.end_overdue),
        Job("lapse opinions", _LOOK_EVERY_SECONDS, use_cases.opinion.lapse),
        Job("watch figures", _WATCH_EVERY_SECONDS, use_cases.finding.watch),
    ]
