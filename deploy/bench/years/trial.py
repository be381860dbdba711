"""Few files and many: how long it takes to have them, and to be answered."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from deploy.bench.years.asking import QUESTIONS, Answered, ask
from deploy.bench.years.screening import screened
from deploy.bench.years.stock import Stock
from deploy.standalone.people import WORLD
from deploy.standalone.play import grounds
from deploy.standalone.playing.clock import SetClock
from deploy.standalone.playing.theatre import theatre
from deploy.standalone.site import Site
from deploy.standalone.world import load
from shared.kernel.clock import VIETNAM
from shared.runtime.logs import configure

_BEGINNING = datetime(2026, 6, 1, 8, tzinfo=VIETNAM)


@dataclass(frozen=True, slots=True)
class Years:
    """Answers on so many files, which were there after so many seconds."""

    files: int
    filled_seconds: float
    answers: Sequence[Answered]


async def years(sizes: Sequence[int], times: int) -> list[Years]:
    """Ask everything so many times on each size, on servers of their own. Raises: StandaloneError."""
    configure("bench", "critical")
    async with grounds(lambda _: None) as site:
        return [await _years(replace(site, namespace=f"y{uuid.uuid4().hex[:8]}"), size, times) for size in sizes]


async def _years(site: Site, files: int, times: int) -> Years:
    async with theatre(site, SetClock(_BEGINNING)) as opened:
        await load(WORLD, opened.addresses)
        await opened.stage.settle()
        stock = Stock(site, opened)
        await stock.fill(files)
        answers = await ask(opened.stage.requests, QUESTIONS, times)
        answers.append(await screened(opened.stage.requests, times))
    found = Years(files, stock.seconds, answers)
    slowest = max(answers, key=lambda each: each.p99_ms)
    print(f"years: {files} files in {found.filled_seconds:.0f} s; slowest: {slowest.name}, {slowest.p99_ms:.1f} ms")
    return found
