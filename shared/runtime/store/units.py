"""A service's own view of the units, told by `organisation.v1`: who stands above each, and who came after whom."""

import asyncio
from datetime import date
from typing import Any

from pymongo.errors import DuplicateKeyError

from shared.contracts.organisation import UnitChanged, UnitClosed, UnitEvent
from shared.kernel.actor import Actor
from shared.kernel.cause import Cause
from shared.kernel.chart import Chart, Reach
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import UnavailableError
from shared.kernel.lineage import Lineage, Tie, TieKind, successions_of
from shared.runtime.bus.subscription import Group, Replay, on
from shared.runtime.operating.read_model import ReadModel, as_it_is
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

LINEAGE = "lineage"
_FRESH_SECONDS = 10.0


class UnitsView:
    """One row a unit. Read as a whole and kept in memory for ten seconds, or until this replica writes a row.

    While the store does not answer, what was read before is used.
    """

    def __init__(self, store: MongoStore, service: str, clock: Clock) -> None:
        self._store, self._service, self._clock = store, service, clock
        self._chart: Chart | None = None
        self._read_at: float | None = None
        self._reach: tuple[date, Reach] | None = None
        self._one = asyncio.Lock()

    @property
    def group(self) -> Group:
        """What writes the rows and nothing else."""
        return Group(f"{self._service}.units", (on(UnitChanged, self.follow), on(UnitClosed, self.follow)), Replay.FREE)

    @property
    def read_model(self) -> ReadModel:
        """The rows, as they are rebuilt."""
        return ReadModel(LINEAGE, self.group, {LINEAGE: as_it_is})

    async def follow(self, event: UnitEvent, cause: Cause) -> None:
        """Write what a unit tells into its row, once; what is older than the row changes nothing."""
        row: dict[str, Any] = {
            "code": event.code,
            "path": list(event.unit_path),
            "valid_to": None if event.valid_to is None else event.valid_to.isoformat(),
            "ties": [tie.model_dump(mode="json") for tie in event.lineage],
            "seen": cause.sequence,
        }
        older = {"_id": event.org_id, "seen": {"$lt": cause.sequence}}
        with unavailable_when_unanswered():
            try:
                await self._store.rows(LINEAGE).update_one(older, {"$set": row}, upsert=True)
            except DuplicateKeyError:
                return
        self.forget()

    def forget(self) -> None:
        """Read everything again when it is needed next."""
        self._read_at = None

    async def chart(self) -> Chart:
        """All units as they are known here. Raises: UnavailableError when they were never read."""
        if self._is_stale():
            async with self._one:
                if self._is_stale():
                    await self._renew()
        return self._chart or Chart()

    async def heir(self, code: str) -> tuple[str, ...] | None:
        """The path of the one unit that stands in an ended unit's place today; None while it stands, or for several."""
        chart = await self.chart()
        heirs = chart.heirs(code, local_day(self._clock()))
        return chart.path(heirs[0]) if len(heirs) == 1 else None

    async def stand_in(self, actor: Actor) -> Actor:
        """The actor with the places that lineage gives today, and without offices in units that ended."""
        chart, today = await self.chart(), local_day(self._clock())
        if self._reach is None or self._reach[0] != today:
            self._reach = (today, chart.reach(today))
        return self._reach[1].of(actor)

    def _is_stale(self) -> bool:
        return self._read_at is None or _seconds() - self._read_at > _FRESH_SECONDS

    async def _renew(self) -> None:
        """Read all rows; a row written meanwhile makes the reading stale again."""
        self._read_at = _seconds()
        try:
            with unavailable_when_unanswered():
                rows = await self._store.rows(LINEAGE).find({}).to_list(None)
        except UnavailableError:
            self._read_at = None
            if self._chart is None:
                raise
            return
        successions = (one for row in rows for one in successions_of(row["code"], _ties(row), _day(row["valid_to"])))
        self._chart = Chart(Lineage(frozenset(successions)), {row["code"]: tuple(row["path"]) for row in rows})
        self._reach = None


def _ties(row: dict[str, Any]) -> list[Tie]:
    return [Tie(TieKind(tie["kind"]), tie["unit_code"], date.fromisoformat(tie["on"])) for tie in row["ties"]]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _seconds() -> float:
    return asyncio.get_running_loop().time()
