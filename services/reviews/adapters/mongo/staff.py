"""The staff of units, on MongoDB: a row for each unit, told by `organisation.v1`.

Units are few and are read as a whole: under whom each stands is asked of the chart, for those above may have moved.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from services.reviews.domain.fairness import Headcount, UnitStaff
from services.reviews.usecases.ports import Places, Units
from shared.runtime.bus.subscription import Group
from shared.runtime.operating.read_model import ReadModel, as_it_is
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered

STAFF = "staff"


class MongoStaff:
    """The staff of units."""

    def __init__(self, store: MongoStore, units: Units) -> None:
        self._store, self._units = store, units

    @property
    def _rows(self) -> Collection:
        return self._store.rows(STAFF)

    async def record(self, org_id: UUID, staff: UnitStaff, sequence: int) -> None:
        """As the port says."""
        said = {
            "path": list(staff.unit_path),
            "counts": [{"group": one.group, "count": one.count, "since": _text(one.since)} for one in staff.counts],
            "valid_to": _text(staff.valid_to),
            "seen": sequence,
        }
        with unavailable_when_unanswered():
            try:
                await self._rows.update_one({"_id": org_id, "seen": {"$lt": sequence}}, {"$set": said}, upsert=True)
            except DuplicateKeyError:
                return

    async def units(self, unit_id: str | None, places: Places) -> Sequence[UnitStaff]:
        """As the port says."""
        paths = (await self._units.chart()).paths
        with unavailable_when_unanswered():
            found = await self._rows.find({}).to_list(None)
        each = (_staff(row, paths.get(row["path"][-1], tuple(row["path"]))) for row in found)
        return [
            one
            for one in each
            if unit_id in (None, *one.unit_path) and (places is None or not places.isdisjoint(one.unit_path))
        ]


def staff_model(group: Group) -> ReadModel:
    """The rows that the group writes."""
    return ReadModel(STAFF, group, {STAFF: as_it_is})


def _staff(row: Document, path: tuple[str, ...]) -> UnitStaff:
    counts = (Headcount(one["group"], one["count"], _day(one["since"])) for one in row["counts"])
    return UnitStaff(path, tuple(counts), _day(row["valid_to"]))


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
