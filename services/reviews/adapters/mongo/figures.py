"""What awards add up to, on MongoDB: a row for each unit, month and type, told by `awards.v1`.

A row keeps what it counts of each award, so that each is counted once and taken back once, however often it is told.
Readers get sums: how fast they are asked depends on units and months, not on awards.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

from services.reviews.adapters.mongo.counting import count_once, in_any_order
from services.reviews.domain.figures import CountedAward, MonthOfAwards, Span, Took
from services.reviews.usecases.ports import Places
from shared.runtime.bus.subscription import Group
from shared.runtime.operating.read_model import ReadModel
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered

FIGURES = "figures"
_COUNTS = tuple(field.name for field in fields(MonthOfAwards))
_AT_ONCE = 1_000


class MongoFigures:
    """What awards add up to."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store

    @property
    def _rows(self) -> Collection:
        return self._store.rows(FIGURES)

    async def count(self, counted: CountedAward) -> None:
        """As the port says."""
        path = list(counted.unit_path)
        key = f"{'/'.join(path)} {counted.month} {counted.nomination_type}"
        part = {"id": counted.award_id, "days": dict(counted.days), "groups": list(counted.groups)}
        about = {"path": path, "unit_id": path[-1], "month": counted.month, "nomination_type": counted.nomination_type}
        await count_once(self._rows, key, part, about, _added(part, 1))

    async def take_back(self, award_id: UUID, unit_id: str, month: str) -> None:
        """As the port says."""
        counted = {"path": unit_id, "month": month, "counted.id": award_id}
        with unavailable_when_unanswered():
            row = await self._rows.find_one(counted, {"counted.$": 1})
            if row is None:
                return
            still = {"_id": row["_id"], "counted": {"$elemMatch": {"id": award_id, "is_taken_back": {"$ne": True}}}}
            change = {"$set": {"counted.$.is_taken_back": True}, "$inc": _added(row["counted"][0], -1)}
            await self._rows.update_one(still, change)

    async def months(self, span: Span, unit_id: str | None, places: Places) -> Sequence[MonthOfAwards]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._rows.find(awarded(span, unit_id, places), dict.fromkeys(_COUNTS, 1)).to_list(None)
        return [MonthOfAwards(**{name: row.get(name, {}) for name in _COUNTS}) for row in found]

    async def took(self, span: Span, unit_id: str | None, nomination_type: str | None, places: Places) -> Took:
        """As the port says. Days are added as they are kept, by their names, and become numbers in the end."""
        wanted = awarded(span, unit_id, places) | ({"nomination_type": nomination_type} if nomination_type else {})
        took: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        with unavailable_when_unanswered():
            rows = self._rows.find(wanted, {"unit_id": 1, "days": 1})
            while batch := await rows.to_list(_AT_ONCE):
                for row in batch:
                    for stage, days in row.get("days", {}).items():
                        took[row["unit_id"]][stage].update(days)
        return {
            unit: {stage: {int(days): count for days, count in each.items() if count} for stage, each in own.items()}
            for unit, own in took.items()
        }


def awarded(span: Span, unit_id: str | None, places: Places) -> Document:
    """The query for the rows of these months with awards that a reader with these places may see."""
    return within(span, unit_id, places) | {"awards": {"$gt": 0}}


def within(span: Span, unit_id: str | None, places: Places) -> Document:
    """The query for the rows of these months that a reader with these places may see."""
    return within_places(unit_id, places) | {"month": {"$gte": span.first, "$lte": span.last}}


def within_places(unit_id: str | None, places: Places) -> Document:
    """The query for rows whose `path` leads through one of the places, and through one unit when named."""
    paths: list[Document] = [] if unit_id is None else [{"path": unit_id}]
    if places is not None:
        paths.append({"path": {"$in": sorted(places)}})
    return {"$and": paths} if paths else {}


def figures_model(group: Group) -> ReadModel:
    """The rows that the group writes; awards enter them in any order."""
    return ReadModel(FIGURES, group, {FIGURES: in_any_order})


def _added(part: Document, times: int) -> dict[str, int]:
    fields = [f"days.{stage}.{days}" for stage, days in part["days"].items()]
    return dict.fromkeys(["awards", *fields, *(f"groups.{group}" for group in part["groups"])], times)
