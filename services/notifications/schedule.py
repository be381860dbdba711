"""What notifications does by itself."""

from services.notifications.usecases import UseCases
from shared.runtime.jobs import Job


def build_schedule(use_cases: UseCases, *, sweep_every_seconds: float) -> list[Job]:
    """The jobs, each harmless when it runs twice."""
    return [Job("complete events", sweep_every_seconds, use_cases.event.complete)]
