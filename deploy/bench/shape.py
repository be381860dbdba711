"""One shape as a process: `python -m deploy.bench.shape NAME PLACE`, on the loop that the services run on."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence

from deploy.bench.shapes import floor, idiomatic, ours
from deploy.bench.work import Place
from shared.runtime.loop import new_loop

SHAPES: dict[str, Callable[[Place], Awaitable[None]]] = {
    "floor": floor.run,
    "idiomatic": idiomatic.run,
    "tuned": idiomatic.run_tuned,
    "ours": ours.run,
}


async def work(name: str, place: str) -> None:
    """Be that shape until killed."""
    await SHAPES[name](Place.of(place))


def main(argv: Sequence[str]) -> None:
    """Start the shape."""
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(work(*argv))


if __name__ == "__main__":
    main(sys.argv[1:])
