import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from services.notifications.domain.notice import Notice
from services.notifications.domain.record import Recorded
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.event.dispatch import Fresh
from tests.notifications.conftest import SetClock
from tests.notifications.facts import cause_of, event_of, record_of

DAY = 86_400
READERS = ("person:PCT-HP-THA", "role:emulation_officer@THADS-HP", "role:peer@P-THADS-5")


class CrashError(Exception):
    """Stands for a process that dies here."""


class Kept:
    """Delivers only the first `steps` steps, then crashes."""

    def __init__(self, ports: Ports, steps: tuple[str, ...]) -> None:
        self._ports = ports
        self._steps = steps

    async def __call__(self, record: Recorded, fresh: Fresh | None = None) -> None:  # noqa: ARG002
        if "post" in self._steps:
            await self._ports.feed.post(record)
        if "append" in self._steps:
            await self._ports.register.append(record)
        if "mark" in self._steps:
            await self._ports.events.mark_planned(record.id)
        raise CrashError


@dataclass
class Dying:
    """A feed whose process dies instead of posting for the event after `posts` others."""

    feed: Any
    posts: int

    async def post(self, record: Recorded) -> None:
        if self.posts == 0:
            raise CrashError
        self.posts -= 1
        await self.feed.post(record)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.feed, name)


async def told(ports: Ports) -> Sequence[Notice]:
    return await ports.feed.newest(READERS, "person:nobody", before=None, limit=50)


@pytest.mark.parametrize("steps", [(), ("post",), ("append",), ("post", "append"), ("post", "append", "mark")])
@pytest.mark.parametrize("repair", ["redelivery", "sweep"])
async def test_a_crash_between_any_two_steps_is_repaired_and_never_doubles(
    ports: Ports, clock: SetClock, steps: tuple[str, ...], repair: str
) -> None:
    event = event_of("award.published")
    crashing = replace(build_use_cases(ports).event.route, deliver=Kept(ports, steps))
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
        await replace(build_use_cases(memory).event.route, deliver=Kept(memory, ()))(event, cause_of(event))
    clock.move(59)
    await build_use_cases(memory).event.complete()
    assert await memory.feed.head() == 0


async def test_what_waits_for_its_file_is_told_to_nobody_for_as_long_as_it_takes(ports: Ports, clock: SetClock) -> None:
    event, file = event_of("review.closed"), event_of("nomination.submitted")
    use_cases = build_use_cases(ports)
    await use_cases.event.route(event, cause_of(event))
    for _ in range(3):
        clock.move(DAY)
        await use_cases.event.complete()
    assert await ports.feed.head() == 0
    await use_cases.event.route(file, cause_of(file))
    assert sorted(item.kind for item in await told(ports)) == [file.type, file.type, event.type]
    assert all(item.hidden_from == ("person:CB-0412",) for item in await told(ports))


@pytest.mark.parametrize("posts", range(4))
@pytest.mark.parametrize("repair", ["redelivery", "sweep"])
async def test_a_crash_after_the_file_arrived_leaves_nobody_waiting(
    ports: Ports, clock: SetClock, posts: int, repair: str
) -> None:
    for kind in ("review.case_opened", "review.closed"):
        early = event_of(kind)
        await build_use_cases(ports).event.route(early, cause_of(early))
    file = event_of("nomination.submitted")
    dying = replace(ports, feed=Dying(ports.feed, posts))
    with contextlib.suppress(CrashError):
        await build_use_cases(dying).event.route(file, cause_of(file))
    assert await ports.feed.head() == (0, 2, 3, 4)[posts]
    if repair == "redelivery":
        await build_use_cases(ports).event.route(file, cause_of(file))
    else:
        clock.move(61)
        await build_use_cases(ports).event.complete()
    assert len({item.id for item in await told(ports)}) == await ports.feed.head() == 4
    assert (await ports.events.still_waiting()).count == 0


async def test_those_who_wait_for_long_do_not_hold_up_what_a_crash_left(ports: Ports, clock: SetClock) -> None:
    for n in range(250):
        await ports.events.keep(replace(record_of(event_of("review.closed"), n), messages=(), waits_for_file=True))
    clock.move(1)
    event = event_of("award.published")
    with pytest.raises(CrashError):
        await replace(build_use_cases(ports).event.route, deliver=Kept(ports, ()))(event, cause_of(event))
    clock.move(61)
    await build_use_cases(ports).event.complete()
    assert [item.kind for item in await told(ports)] == [event.type]
