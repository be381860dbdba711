"""What is done for form's sake, on MongoDB: a row for each unit and month of reports, and one for each movement.

A movement's row may begin with an award, since topics are read beside each other; it is shown once it was launched.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from services.reviews.adapters.mongo.counting import count_once, in_any_order
from services.reviews.adapters.mongo.figures import within, within_places
from services.reviews.domain.figures import Span
from services.reviews.domain.formalism import MonthOfReports, Movement, MovementAwards
from services.reviews.usecases.ports import Places
from shared.runtime.bus.subscription import Group
from shared.runtime.operating.read_model import ReadModel
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered

REPORTS, OF_MOVEMENTS = "repeated_reports", "movement_awards"


class MongoFormalities:
    """What is done for form's sake."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store

    @property
    def _reports(self) -> Collection:
        return self._store.rows(REPORTS)

    @property
    def _movements(self) -> Collection:
        return self._store.rows(OF_MOVEMENTS)

    async def report(
        self, file_id: UUID, unit_path: tuple[str, ...], month: str, sequence: int, *, repeats: bool
    ) -> None:
        """As the port says."""
        with unavailable_when_unanswered():
            row = await self._reports.find_one({"counted.id": file_id}, {"counted.$": 1})
        if row is not None:
            await self._told_anew(row, sequence, repeats=repeats)
            return
        about = {"path": list(unit_path), "unit_id": unit_path[-1], "month": month}
        part = {"id": file_id, "repeats": repeats, "seen": sequence}
        counts = {"reports": 1, "repeating": int(repeats)}
        await count_once(self._reports, f"{'/'.join(unit_path)} {month}", part, about, counts)

    async def _told_anew(self, row: Document, sequence: int, *, repeats: bool) -> None:
        part = row["counted"][0]
        as_it_was = {"$elemMatch": {"id": part["id"], "seen": {"$lt": sequence}, "repeats": part["repeats"]}}
        change = {
            "$set": {"counted.$.repeats": repeats, "counted.$.seen": sequence},
            "$inc": {"repeating": int(repeats) - int(part["repeats"])},
        }
        with unavailable_when_unanswered():
            await self._reports.update_one({"_id": row["_id"], "counted": as_it_was}, change)

    async def launch(self, movement: Movement, sequence: int) -> None:
        """As the port says."""
        said = {
            "path": list(movement.unit_path),
            "code": movement.code,
            "window_from": movement.window_from.isoformat(),
            "window_to": movement.window_to.isoformat(),
            "seen": sequence,
        }
        older = {"_id": movement.id, "seen": {"$lt": sequence}}
        change = {"$set": said, "$setOnInsert": {"counted": []}}
        with unavailable_when_unanswered():
            # The row may be there because an award just made it, or because it says this or something newer.
            for may_insert in (True, False):
                try:
                    await self._movements.update_one(older, change, upsert=may_insert)
                except DuplicateKeyError:
                    continue
                break

    async def award(self, movement_id: UUID, award_id: UUID, decided_on: date) -> None:
        """As the port says."""
        part = {"id": award_id, "decided_on": decided_on.isoformat()}
        await count_once(self._movements, movement_id, part, {"seen": 0}, {f"days.{decided_on.isoformat()}": 1})

    async def take_back(self, award_id: UUID) -> None:
        """As the port says."""
        with unavailable_when_unanswered():
            row = await self._movements.find_one({"counted.id": award_id}, {"counted.$": 1})
            if row is None:
                return
            still = {"$elemMatch": {"id": award_id, "is_taken_back": {"$ne": True}}}
            day = row["counted"][0]["decided_on"]
            change = {"$set": {"counted.$.is_taken_back": True}, "$inc": {f"days.{day}": -1}}
            await self._movements.update_one({"_id": row["_id"], "counted": still}, change)

    async def reports(self, span: Span, unit_id: str | None, places: Places) -> Sequence[MonthOfReports]:
        """As the port says."""
        names = ("unit_id", "month", "reports", "repeating")
        with unavailable_when_unanswered():
            found = await self._reports.find(within(span, unit_id, places), dict.fromkeys(names, 1)).to_list(None)
        return [MonthOfReports(**{name: row[name] for name in names}) for row in found]

    async def movements(self, unit_id: str | None, places: Places) -> Sequence[MovementAwards]:
        """As the port says."""
        launched = {"seen": {"$gt": 0}} | within_places(unit_id, places)
        with unavailable_when_unanswered():
            found = await self._movements.find(launched, {"counted": 0}).to_list(None)
        return [_movement(row) for row in found]


def formalities_model(group: Group) -> ReadModel:
    """The rows that the group writes."""
    return ReadModel("formalities", group, {REPORTS: in_any_order, OF_MOVEMENTS: in_any_order})


def _movement(row: Document) -> MovementAwards:
    window = (date.fromisoformat(row["window_from"]), date.fromisoformat(row["window_to"]))
    days = {date.fromisoformat(day): count for day, count in row.get("days", {}).items() if count}
    return MovementAwards(Movement(row["_id"], row["code"], tuple(row["path"]), *window), days)
