import asyncio

from services.notifications.adapters.pulse import Pulse


class Log:
    def __init__(self) -> None:
        self.seq = 0
        self.looks = 0

    async def head(self) -> int:
        self.looks += 1
        return self.seq


async def test_an_append_here_wakes_all_who_wait_with_one_look() -> None:
    log = Log()
    pulse = Pulse(log.head)
    waiting = [asyncio.create_task(pulse.wait_past(0, 10)) for _ in range(50)]
    await asyncio.sleep(0.01)
    log.seq = 1
    pulse.beat()
    async with asyncio.timeout(0.15):
        await asyncio.gather(*waiting)
    assert log.looks == 1


async def test_an_append_elsewhere_is_seen_soon() -> None:
    log = Log()
    waiting = asyncio.create_task(Pulse(log.head).wait_past(0, 10))
    await asyncio.sleep(0.01)
    log.seq = 1
    async with asyncio.timeout(1):
        assert await waiting


async def test_closing_lets_everybody_go() -> None:
    pulse = Pulse(Log().head)
    waiting = asyncio.create_task(pulse.wait_past(0, 10))
    await asyncio.sleep(0.01)
    pulse.close()
    async with asyncio.timeout(1):
        assert not await waiting
        assert not await pulse.wait_past(0, 10)
