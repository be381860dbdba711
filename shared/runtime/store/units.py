"""A service's own view of units and clusters, told by `organisation.v1`.

Who stands above each unit, who came after whom, which units are in a cluster, and what they are called.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from shared.contracts.organisation import ClusterChanged, ParentSince, UnitChanged, UnitClosed, UnitEvent
from shared.kernel.actor import Actor
from shared.kernel.cause import Cause
from shared.kernel.chart import Chart, Reach, climbed
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import UnavailableError
from shared.kernel.lineage import Lineage, Succession, Tie, TieKind, successions_of
from shared.runtime.bus.subscription import Group, Replay, on
from shared.runtime.operating.read_model import ReadModel, as_it_is
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

LINEAGE = "lineage"
_FRESH_SECONDS = 10.0


class UnitsView:
    """One row a unit or cluster, read as a whole and kept in memory for ten seconds, or until this replica writes one.

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
        told = (on(UnitChanged, self.follow), on(UnitClosed, self.follow), on(ClusterChanged, self.follow_cluster))
        return Group(f"{self._service}.units", told, Replay.FREE)

    @property
    def read_model(self) -> ReadModel:
        """The rows, as they are rebuilt."""
        return ReadModel(LINEAGE, self.group, {LINEAGE: as_it_is})

    async def follow(self, event: UnitEvent, cause: Cause) -> None:
        """Write what a unit tells into its row, once; what is older than the row changes nothing."""
        row: dict[str, Any] = {
            "code": event.code,
            "name": event.name_vi,
            "path": list(event.unit_path),
            "above": [{"code": one.parent_code, "since": _text(one.since)} for one in _above(event)],
            "valid_to": None if event.valid_to is None else event.valid_to.isoformat(),
            "ties": [tie.model_dump(mode="json") for tie in event.lineage],
            "seen": cause.sequence,
        }
        await self._keep(event.org_id, row)

    async def follow_cluster(self, event: ClusterChanged, cause: Cause) -> None:
        """Write what a cluster tells into its row, once."""
        times = [{"members": list(one.members), "since": _text(one.since)} for one in event.compositions]
        row = {"cluster": event.code, "name": event.name_vi, "compositions": times, "seen": cause.sequence}
        await self._keep(event.cluster_id, row)

    async def _keep(self, row_id: UUID, row: dict[str, Any]) -> None:
        older = {"_id": row_id, "seen": {"$lt": row["seen"]}}
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
        self._chart, self._reach = _chart_of(rows, local_day(self._clock())), None


def _chart_of(rows: Sequence[dict[str, Any]], today: date) -> Chart:
    """The chart of a day. A unit stands under those above it as they stand now, whenever it was told itself.

    While one above is not known here, the path stands that was told with the unit.
    """
    units = {row["code"]: row for row in rows if "code" in row}
    successions = (one for row in units.values() for one in _successions(row))
    walked = {code: climbed(code, lambda at: _above_on(units.get(at), today)) for code in units}
    paths = {code: path if units.keys() >= set(path) else tuple(units[code]["path"]) for code, path in walked.items()}
    clusters = {row["cluster"]: _members_on(row, today) for row in rows if "cluster" in row}
    names = {row.get("code") or row["cluster"]: row["name"] for row in rows if row.get("name")}
    return Chart(Lineage(frozenset(successions)), paths, clusters, names)


def _successions(row: dict[str, Any]) -> Iterator[Succession]:
    return successions_of(row["code"], _ties(row), _day(row["valid_to"]))


def _above(event: UnitEvent) -> Sequence[ParentSince]:
    """Who stands above, by day; a unit under which none stands today says nothing of who once did."""
    return event.parents if event.parent_code is not None else ()


def _above_on(row: dict[str, Any] | None, today: date) -> Sequence[str]:
    """The units right above; of a row that says nothing of them the one above on the path that was told."""
    if row is None:
        return ()
    if not row.get("above"):
        return list[str](row["path"][-2:-1])
    day = max((one["since"] or "" for one in row["above"] if (one["since"] or "") <= today.isoformat()), default=None)
    begun = row["above"][0]["since"] or "" if day is None else day
    return [one["code"] for one in row["above"] if (one["since"] or "") == begun]


def _members_on(row: dict[str, Any], today: date) -> tuple[str, ...]:
    begun = [one for one in row["compositions"] if (one["since"] or "") <= today.isoformat()]
    return tuple(begun[-1]["members"]) if begun else ()


def _ties(row: dict[str, Any]) -> list[Tie]:
    return [Tie(TieKind(tie["kind"]), tie["unit_code"], date.fromisoformat(tie["on"])) for tie in row["ties"]]


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _seconds() -> float:
    return asyncio.get_running_loop().time()
