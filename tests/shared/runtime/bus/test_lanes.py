"""Lanes: order within a key, concurrency between keys."""

import asyncio
from dataclasses import dataclass

from shared.runtime.bus.lanes import Batch, Item, Lanes
from shared.runtime.bus.progress import Progress


@dataclass(frozen=True)
class Numbered:
    offset: int
    key: bytes | None
    topic: str = "t"
    partition: int = 0
    value: bytes | None = b""
    headers: tuple[tuple[str, bytes | None], ...] = ()


def delivered(progress: Progress, *keys: bytes) -> list[Item]:
    items = []
    for offset, key in enumerate(keys):
        progress.deliver(offset, at_ms=0)
        items.append(Item(Numbered(offset, key), progress, progress.epoch, Batch()))
    return items


async def test_keys_run_at_the_same_time_and_each_in_order() -> None:
    running: set[bytes | None] = set()
    most, order = 0, []
    gate = asyncio.Event()

    async def work(item: Item) -> bool:
        nonlocal most
        assert item.record.key not in running
        running.add(item.record.key)
        most = max(most, len(running))
        if most == 3:
            gate.set()
        await gate.wait()
        running.discard(item.record.key)
        order.append((item.record.key, item.record.offset))
        return True

    lanes = Lanes(work)
    for item in delivered(Progress(), *(b"a", b"b", b"c") * 5):
        lanes.put(item)
    assert await lanes.settled(5)
    assert most == 3
    for key in (b"a", b"b", b"c"):
        assert [offset for name, offset in order if name == key] == sorted(o for name, o in order if name == key)


async def test_no_more_lanes_run_than_allowed() -> None:
    running, most = 0, 0

    async def work(_: Item) -> bool:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return True

    lanes = Lanes(work, wide=4)
    for item in delivered(Progress(), *(bytes([n]) for n in range(40))):
        lanes.put(item)
    assert await lanes.settled(5)
    assert most == 4


async def test_behind_a_record_that_is_not_done_its_lane_rests_and_others_run() -> None:
    began: list[int] = []
    progress = Progress()

    async def work(item: Item) -> bool:
        began.append(item.record.offset)
        if item.record.offset == 0:
            return False
        item.progress.finish(item.record.offset)
        return True

    lanes = Lanes(work)
    items = delivered(progress, b"a", b"a", b"b")
    for item in items:
        lanes.put(item)
    await lanes.settled(5)
    assert began == [0, 2]
    assert progress.rewind() == 0
    lanes.put(items[1])
    await lanes.settled(5)
    assert began == [0, 2], "what was delivered before the rewind is void"
