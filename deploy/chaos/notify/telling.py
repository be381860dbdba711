"""What a house is told while it suffers, and where each of it has to arrive."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from aiokafka.errors import KafkaError

from deploy.bench.notify.awards import PROVINCES, Flow
from deploy.bench.notify.house import House, Plan

AWARDS: Final = 4
EVENTS: Final = AWARDS * 3
_AGAIN_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Place:
    """An event's award, its number there, and the endpoints that hear of it."""

    award: str
    seq: int
    endpoints: Sequence[int]


def places(flows: Iterable[Flow], plan: Plan) -> dict[str, Place]:
    """Of each event of these flows by its id."""
    return {
        str(entry.id): Place(entry.key, entry.seq, _hearing(flow.award(index), plan))
        for flow in flows
        for index, entry in enumerate(flow.entries())
    }


def _hearing(award: int, plan: Plan) -> Sequence[int]:
    return range(plan.endpoints) if plan.all_hear else (award % PROVINCES,)


@asynccontextmanager
async def telling(home: House, name: str, every_seconds: float) -> AsyncIterator[list[Flow]]:
    """A few awards are told of again and again until the end of the block; the bus has confirmed what is listed then.

    While the bus is away the same is said until it is heard: a part of it may come twice.
    """
    told, over = list[Flow](), asyncio.Event()
    task = asyncio.create_task(_tell(home, name, told, over, every_seconds))
    try:
        yield told
    finally:
        over.set()
        await task


async def _tell(home: House, name: str, told: list[Flow], over: asyncio.Event, every_seconds: float) -> None:
    while not over.is_set():
        flow = Flow(f"{name}{len(told)}", EVENTS, AWARDS)
        if await confirmed(home, flow, over):
            told.append(flow)
        await passed(over, every_seconds)


async def confirmed(home: House, flow: Flow, over: asyncio.Event) -> bool:
    """Say it until the bus has all of it, or there is no more time."""
    while not over.is_set():
        with contextlib.suppress(KafkaError):
            await home.pour(flow)
            return True
        await passed(over, _AGAIN_SECONDS)
    return False


async def passed(over: asyncio.Event, seconds: float) -> None:
    """Wait for so long, or until it is over."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), seconds)
