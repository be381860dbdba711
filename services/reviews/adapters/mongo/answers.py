"""How suggestions are answered, on MongoDB: a row for each unit and month of due days, told by `deeds.v1`."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.reviews.adapters.mongo.counting import count_once, in_any_order
from services.reviews.adapters.mongo.figures import within
from services.reviews.domain.answers import DueDay
from services.reviews.domain.figures import Span
from services.reviews.usecases.ports import Places
from shared.runtime.bus.subscription import Group
from shared.runtime.operating.read_model import ReadModel
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Collection, unavailable_when_unanswered

ANSWERS = "answers"


class MongoAnswers:
    """How suggestions are answered."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store

    @property
    def _rows(self) -> Collection:
        return self._store.rows(ANSWERS)

    async def expect(self, suggestion_id: UUID, unit_path: tuple[str, ...], due_on: date) -> None:
        """As the port says."""
        month = f"{due_on:%Y-%m}"
        about = {"path": list(unit_path), "unit_id": unit_path[-1], "month": month}
        part = {"id": suggestion_id, "due_on": due_on.isoformat()}
        await count_once(self._rows, f"{'/'.join(unit_path)} {month}", part, about, {f"due.{due_on:%d}": 1})

    async def settle(self, suggestion_id: UUID, on: date) -> None:
        """As the port says."""
        with unavailable_when_unanswered():
            row = await self._rows.find_one({"counted.id": suggestion_id}, {"counted.$": 1})
            if row is None:
                return
            due_on = date.fromisoformat(row["counted"][0]["due_on"])
            open_still = {"id": suggestion_id, "answered_on": {"$exists": False}}
            await self._rows.update_one(
                {"_id": row["_id"], "counted": {"$elemMatch": open_still}},
                {
                    "$set": {"counted.$.answered_on": on.isoformat()},
                    "$inc": {f"in_time.{due_on:%d}": int(on <= due_on)},
                },
            )

    async def days(self, span: Span, unit_id: str | None, places: Places) -> Sequence[DueDay]:
        """As the port says."""
        wanted = dict.fromkeys(("unit_id", "month", "due", "in_time"), 1)
        with unavailable_when_unanswered():
            found = await self._rows.find(within(span, unit_id, places), wanted).to_list(None)
        return [
            DueDay(row["unit_id"], date.fromisoformat(f"{row['month']}-{day}"), due, row.get("in_time", {}).get(day, 0))
            for row in found
            for day, due in row["due"].items()
        ]


def answers_model(group: Group) -> ReadModel:
    """The rows that the group writes."""
    return ReadModel(ANSWERS, group, {ANSWERS: in_any_order})
