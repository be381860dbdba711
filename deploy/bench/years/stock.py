"""Five years of files in the stores of nominations and reviews: a few that people played, and copies of them."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from deploy.bench.years.copying import Copy, Maker, copier
from deploy.standalone.errors import StandaloneError
from deploy.standalone.people import load_people
from deploy.standalone.playing.format import Scenario
from deploy.standalone.playing.player import Player
from deploy.standalone.playing.reading import read_scenario
from deploy.standalone.playing.theatre import Theatre
from deploy.standalone.playing.watcher import Told
from deploy.standalone.site import ROOT, Site
from services.reviews.adapters.mongo.figures import FIGURES
from services.reviews.adapters.mongo.formalities import OF_MOVEMENTS, REPORTS
from shared.contracts.registry import EVENTS
from shared.kernel.cause import job_cause
from shared.runtime.bus.subscription import Group
from shared.runtime.store.driver import Client, Document, connect, disconnect

Place = tuple[str, str]
"""A database and a collection."""

Other = Callable[[str, int], str]
"""What stands in a copy of this number instead of a text."""

_SERVICES = ("nominations", "reviews")
_NOT_OF_A_FILE = frozenset(
    {
        *("units", "movements", "councils", "rulepacks", "counters", "parked", "subjects", "clusters"),
        *(FIGURES, REPORTS, OF_MOVEMENTS),
    }
)
_MINISTRY = "BTP"
_YEARS, _PROVINCES, _TOGETHER, _AT_ONCE = 5, 26, 2_000, 100
_FILES_EACH = 5
"""So many files has one person in five years."""


@dataclass(frozen=True, slots=True)
class Played:
    """A story that copies are made of; `until` is its last command, and of a hundred files so many are like it."""

    name: str
    share: int
    until: str = ""


PLAYED = (Played("N01", 88), Played("N04", 10), Played("N02", 2, until="screen"))


@dataclass(slots=True)
class Pattern:
    """What one played file left in the stores, as makers of copies."""

    share: int
    texts: Mapping[str, Other]
    ids: frozenset[UUID]
    makers: Mapping[Place, Sequence[Maker]]
    told: Sequence[tuple[str, Maker]]


@dataclass(slots=True)
class Stock:
    """Plays the stories on a stage, then fills its stores with copies. `seconds` says how long that took."""

    site: Site
    theatre: Theatre
    seconds: float = 0.0
    _known: set[tuple[Place, Any]] = field(default_factory=set)

    async def fill(self, files: int) -> None:
        """Have so many files. Raises: StandaloneError when a story does not come true."""
        client = connect(self.site.mongodb_url)
        try:
            await self._new_documents(client)
            patterns = [await self._pattern(client, played) for played in PLAYED]
            began = time.perf_counter()
            for start in range(0, files, _TOGETHER):
                numbers = range(start, min(start + _TOGETHER, files))
                await _insert(client, patterns, numbers)
                await self._tell(patterns, numbers)
            self.seconds = time.perf_counter() - began
        finally:
            disconnect(client)

    async def _pattern(self, client: Client, played: Played) -> Pattern:
        report = await Player(self.theatre.stage, _story(played)).play()
        if not report.held:
            raise StandaloneError("\n".join(report.told()))
        documents = await self._new_documents(client)
        ids = frozenset(one["_id"] for many in documents.values() for one in many if isinstance(one["_id"], UUID))
        texts = dict(_varied(documents))
        known = frozenset({*map(str, ids), *texts})
        makers = {place: [copier(_bare(one), known, ids) for one in many] for place, many in documents.items()}
        told = [(one.type, copier(one.data, known, ids)) for one in self._told() if one.subject in map(str, ids)]
        return Pattern(played.share, texts, ids, makers, told)

    def _told(self) -> Iterator[Told]:
        """What was told of awards, which the figures are made of."""
        return (one for one in self.theatre.stage.watcher.events.values() if one.type in self._figures.handlers)

    @property
    def _figures(self) -> Group:
        groups = (pipeline.group for service in self.theatre.services for pipeline in service.pipelines)
        return next(group for group in groups if group.name.endswith("reviews.figures"))

    async def _tell(self, patterns: Sequence[Pattern], numbers: range) -> None:
        """Let the figures hear of each copy, as they heard of what was played."""
        for start in range(numbers.start, numbers.stop, _AT_ONCE):
            told = []
            for number in range(start, min(start + _AT_ONCE, numbers.stop)):
                pattern = _of(patterns, number)
                copy = _copy(pattern, number) if pattern.told else None
                told += [self._hear(kind, maker(copy)) for kind, maker in pattern.told if copy is not None]
            await asyncio.gather(*told)

    async def _hear(self, kind: str, data: dict[str, Any]) -> None:
        event = EVENTS[kind].model_validate(data)
        await self._figures.handlers[kind](event, job_cause("bench", kind, event.aggregate_id))

    async def _new_documents(self, client: Client) -> dict[Place, list[Document]]:
        """What was not there when this was asked before."""
        found: dict[Place, list[Document]] = {}
        for database in [f"{self.site.namespace}_{service}" for service in _SERVICES]:
            for name in await client[database].list_collection_names():
                rows = await client[database][name].find({}).to_list(None)
                new = [row for row in rows if ((database, name), str(row["_id"])) not in self._known]
                self._known |= {((database, name), str(row["_id"])) for row in rows}
                if new and name not in _NOT_OF_A_FILE:
                    found[database, name] = new
        return found


def _story(played: Played) -> Scenario:
    scenario = read_scenario(Path(ROOT / "tests" / "scenarios" / f"{played.name}.yaml"), load_people())
    if not played.until:
        return scenario
    last = next(number for number, step in enumerate(scenario.steps, start=1) if step.do == played.until)
    return scenario.model_copy(update={"steps": scenario.steps[:last]})


def _varied(documents: Mapping[Place, Sequence[Document]]) -> Iterator[tuple[str, Other]]:
    """What is other in a copy, as it stands in a file's nomination, its decision and its session."""
    for (_, name), rows in documents.items():
        for state in (row.get("state", {}) for row in rows):
            if name == "nominations":
                yield state["number"], _numbered
                yield state["subject"]["ref"], _person
                yield state["deed"]["fingerprint"], _print
                yield from ((place, _place) for place in {*state["unit_path"], *state["grantor_path"]})
            if name in {"decisions", "sessions"}:
                yield state["number"], _numbered


def _numbered(text: str, number: int) -> str:
    return f"{text}-{number}"


def _person(_: str, number: int) -> str:
    return f"CB-P{number // _FILES_EACH}"


def _print(text: str, number: int) -> str:
    return f"{number:016x}{text[16:]}"


def _place(text: str, number: int) -> str:
    province = number % _PROVINCES
    return text if text == _MINISTRY or province == 0 else f"{text}-{province}"


def _bare(document: Document) -> Document:
    """Without what years have pruned."""
    return document | {"inbox": []} if "inbox" in document else document


async def _insert(client: Client, patterns: Sequence[Pattern], numbers: range) -> None:
    rows: dict[Place, list[Document]] = {}
    for number in numbers:
        pattern = _of(patterns, number)
        copy = _copy(pattern, number)
        for place, makers in pattern.makers.items():
            rows.setdefault(place, []).extend(maker(copy) for maker in makers)
    for (database, name), many in rows.items():
        await client[database][name].insert_many(many, ordered=False)


def _of(patterns: Sequence[Pattern], number: int) -> Pattern:
    left = number * 37 % 100
    for pattern in patterns:
        left -= pattern.share
        if left < 0:
            return pattern
    return patterns[-1]


def _copy(pattern: Pattern, number: int) -> Copy:
    ids = {each: UUID(int=each.int ^ (number + 1) << 80) for each in pattern.ids}
    texts = {str(old): str(new) for old, new in ids.items()}
    texts |= {text: other(text, number) for text, other in pattern.texts.items()}
    return Copy(texts, ids, timedelta(days=-(number % (365 * _YEARS))))
