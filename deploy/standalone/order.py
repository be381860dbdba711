"""Doing things in the order of their needs, side by side where the needs allow it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from graphlib import TopologicalSorter

Graph = Mapping[str, Iterable[str]]


async def in_order(needs: Graph, act: Callable[[str], Awaitable[None]]) -> None:
    """Act on every name once all it needs is done. The first failure cancels what is under way and is raised."""
    order = TopologicalSorter(needs)
    order.prepare()
    running: dict[asyncio.Task[None], str] = {}
    try:
        while order.is_active():
            running |= {asyncio.create_task(_one(act, name)): name for name in order.get_ready()}
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                order.done(running.pop(task))
                task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def turned(needs: Graph) -> Graph:
    """The same graph for going down: a name needs all those that needed it."""
    return {name: [other for other, wants in needs.items() if name in wants] for name in needs}


async def _one(act: Callable[[str], Awaitable[None]], name: str) -> None:
    await act(name)
