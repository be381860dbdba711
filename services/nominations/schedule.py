"""What nominations does by itself."""

from services.nominations.usecases import UseCases
from shared.runtime.jobs import Job

_LOOK_EVERY_SECONDS, _ALARM_EVERY_SECONDS = 60.0, 600.0


def build_schedule(use_cases: UseCases) -> list[Job]:
    """The jobs, each harmless when it runs twice."""
    return [
        Job("activate the rule pack", _LOOK_EVERY_SECONDS, use_cases.activate_pack),
        Job("lapse returned files", _LOOK_EVERY_SECONDS, use_cases.nomination.lapse),
        Job("expire exemplars", _LOOK_EVERY_SECONDS, use_cases.exemplar.expire),
        Job("alarm files", _ALARM_EVERY_SECONDS, use_cases.nomination.alarm),
        Job("alarm suggestions", _ALARM_EVERY_SECONDS, use_cases.suggestion.alarm),
    ]
