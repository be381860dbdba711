"""The staff of units, on MongoDB: a row for each unit, told by `organisation.v1`."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from services.reviews.adapters.mongo.figures import within_places
from services.reviews.domain.fairness import Headcount, UnitStaff
from services.reviews.usecases.ports import Places
from shared.runtime.bus.subscription import Group
from shared.runtime.operating.read_model import ReadModel, as_it_is
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered

STAFF = "staff"


class MongoStaff:
    """The staff of units."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store

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
        with unavailable_when_unanswered():
            found = await self._rows.find(within_places(unit_id, places)).to_list(None)
        return [_staff(row) for row in found]


def staff_model(group: Group) -> ReadModel:
    """The rows that the group writes."""
    return ReadModel(STAFF, group, {STAFF: as_it_is})


def _staff(row: Document) -> UnitStaff:
    counts = (Headcount(one["group"], one["count"], _day(one["since"])) for one in row["counts"])
    return UnitStaff(tuple(row["path"]), tuple(counts), _day(row["valid_to"]))


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
