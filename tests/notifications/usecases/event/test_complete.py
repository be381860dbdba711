import pytest

from services.notifications.domain.record import Recorded
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.event.route import RouteEvent
from services.notifications.usecases.event.settle import SettlePlan
from tests.notifications.conftest import SetClock
from tests.notifications.facts import cause_of, event_of


class CrashError(Exception):
    """Stands for a process that dies here."""


class Kept:
    """Delivers only the first `steps` steps, then crashes."""

    def __init__(self, ports: Ports, steps: tuple[str, ...]) -> None:
        self._ports = ports
        self._steps = steps

    async def __call__(self, record: Recorded) -> None:
        if "post" in self._steps:
            await self._ports.feed.post(record)
        if "append" in self._steps:
            await self._ports.register.append(record)
        if "mark" in self._steps:
            await self._ports.events.mark_planned(record.id)
        raise CrashError


@pytest.mark.parametrize("steps", [(), ("post",), ("append",), ("post", "append"), ("post", "append", "mark")])
@pytest.mark.parametrize("repair", ["redelivery", "sweep"])
async def test_a_crash_between_any_two_steps_is_repaired_and_never_doubles(
    ports: Ports, clock: SetClock, steps: tuple[str, ...], repair: str
) -> None:
    event = event_of("award.published")
    crashing = RouteEvent(ports.events, SettlePlan(ports.events), Kept(ports, steps), clock)
    with pytest.raises(CrashError):
        await crashing(event, cause_of(event))
    use_cases = build_use_cases(ports)
    for _ in range(2):
        if repair == "redelivery":
            await use_cases.event.route(event, cause_of(event))
        else:
            clock.move(61)
            await use_cases.event.complete()
    assert await ports.feed.head() == 1
    assert await ports.register.head() == 1
    clock.move(3600)
    assert await ports.events.unplanned(clock(), 10) == []


async def test_the_sweep_leaves_alone_what_may_still_be_under_way(memory: Ports, clock: SetClock) -> None:
    event = event_of("award.published")
    with pytest.raises(CrashError):
        await RouteEvent(memory.events, SettlePlan(memory.events), Kept(memory, ()), clock)(event, cause_of(event))
    clock.move(59)
    await build_use_cases(memory).event.complete()
    assert await memory.feed.head() == 0


async def test_what_waits_for_a_file_that_never_comes_is_told_in_the_end(ports: Ports, clock: SetClock) -> None:
    event = event_of("review.closed")
    use_cases = build_use_cases(ports)
    await use_cases.event.route(event, cause_of(event))
    assert await ports.feed.head() == 0
    clock.move(61)
    for _ in range(2):
        await use_cases.event.complete()
    assert await ports.feed.head() == 1
