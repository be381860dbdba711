import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from services.notifications.schedule import LONG_SECONDS, build_schedule
from services.notifications.usecases import Ports, build_use_cases
from shared.runtime.jobs import Schedule
from tests.notifications.conftest import SetClock
from tests.notifications.facts import cause_of, event_of


def measured(name: str) -> float | None:
    return REGISTRY.get_sample_value(name, {"service": "notifications"})


@pytest.mark.parametrize(("seconds", "warnings"), [(LONG_SECONDS, 0), (LONG_SECONDS + 1, 1)])
async def test_operators_see_how_many_wait_for_their_files_and_for_how_long(
    memory: Ports, clock: SetClock, seconds: float, warnings: int
) -> None:
    use_cases = build_use_cases(memory)
    schedule = Schedule(build_schedule(use_cases, clock, sweep_every_seconds=15))
    early, file = event_of("review.closed"), event_of("nomination.submitted")
    await use_cases.event.route(early, cause_of(early))
    clock.move(seconds)
    with capture_logs() as logs:
        await schedule.run_all()
    assert [line["count"] for line in logs if line["event"] == "events wait for their files"] == [1] * warnings
    assert (measured("kipthoi_waiting"), measured("kipthoi_waiting_oldest_seconds")) == (1, seconds)
    await use_cases.event.route(file, cause_of(file))
    await schedule.run_all()
    assert (measured("kipthoi_waiting"), measured("kipthoi_waiting_oldest_seconds")) == (0, 0)
