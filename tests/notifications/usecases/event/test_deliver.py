import asyncio
import sys
from pathlib import Path

import pytest

from services.notifications.usecases import build_use_cases
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock, mongo_ports
from tests.notifications.facts import cause_of, event_of

ROOT = Path(__file__).parents[4]


async def killed_at(step: str, mongodb_url: str, namespace: str) -> int:
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.notifications.crashing", mongodb_url, f"{namespace}_notifications", step, cwd=ROOT
    )
    return await killed.wait()


@pytest.mark.slow
@pytest.mark.parametrize("repair", ["redelivery", "sweep"])
async def test_a_process_killed_between_a_file_and_one_who_waits_for_it_leaves_nobody_waiting(
    store: MongoStore, clock: SetClock, mongodb_url: str, namespace: str, repair: str
) -> None:
    assert await killed_at("arrived", mongodb_url, namespace) == -9
    ports = mongo_ports(store, clock)
    assert await ports.feed.head() == 2
    use_cases, file = build_use_cases(ports), event_of("nomination.submitted")
    clock.move(61)
    if repair == "redelivery":
        await use_cases.event.route(file, cause_of(file))
    else:
        await use_cases.event.complete()
    assert await ports.feed.head() == 3
    assert await ports.events.unplanned(clock(), 10) == []


@pytest.mark.slow
@pytest.mark.parametrize("step", ["kept", "posted", "entered", "both"])
async def test_a_process_killed_after_any_step_leaves_one_item_after_redelivery(
    store: MongoStore, clock: SetClock, mongodb_url: str, namespace: str, step: str
) -> None:
    assert await killed_at(step, mongodb_url, namespace) == -9
    ports = mongo_ports(store, clock)
    before = await ports.feed.head(), await ports.register.head()
    assert before == (int(step in {"posted", "both"}), int(step in {"entered", "both"}))
    event = event_of("award.published")
    for _ in range(2):
        await build_use_cases(ports).event.route(event, cause_of(event))
    assert (await ports.feed.head(), await ports.register.head()) == (1, 1)
    assert len(await store.pending_outboxes(10)) == 1
    clock.move(3600)
    assert await ports.events.unplanned(clock(), 10) == []
