"""The read models: files, sessions, decisions, councils and names of units."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from pydantic import TypeAdapter

from services.console.adapters.mongo.rows import MongoRows, found, in_places, one, some
from services.console.domain.case import ENDED_NOMINATION, ENDED_REVIEW, Case
from services.console.domain.decision import Decision
from services.console.domain.meeting import WAITS, Council, Meeting
from services.console.usecases.ports import Some
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

CASES, MEETINGS, DECISIONS, COUNCILS, UNITS = "cases", "meetings", "decisions", "councils", "units"

_CASE = TypeAdapter(Case)
_MEETING = TypeAdapter(Meeting)
_DECISION = TypeAdapter(Decision)
_COUNCIL = TypeAdapter(Council)


class MongoCases(MongoRows):
    """Files."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(store, CASES)

    async def by_number(self, number: str) -> Case | None:
        """As the port says."""
        case = await one(self, _CASE, {"number": number})
        return _ordered(case) if case else None

    async def by_ids(self, ids: Collection[UUID]) -> list[Case]:
        """As the port says."""
        return list(await found(self, _CASE, {"_id": {"$in": list(ids)}}, sort=("order", 1)))

    async def open_in(self, places: Collection[str], limit: int) -> Some[Case]:
        """As the port says."""
        wanted = in_places(
            places,
            "unit_path",
            "grantor_path",
            nomination_state={"$nin": sorted(ENDED_NOMINATION)},
            review_state={"$nin": sorted(ENDED_REVIEW)},
        )
        return await some(self, _CASE, wanted, sort=("order", 1), start=0, limit=limit)

    async def latest(self, places: Collection[str], start: int, limit: int) -> Some[Case]:
        """As the port says."""
        wanted = in_places(places, "unit_path", "grantor_path")
        return await some(self, _CASE, wanted, sort=("order", -1), start=start, limit=limit)


class MongoMeetings(MongoRows):
    """Sessions of councils."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(store, MEETINGS)

    async def get(self, meeting_id: UUID) -> Meeting | None:
        """As the port says."""
        return await one(self, _MEETING, {"_id": meeting_id})

    async def open_in(self, places: Collection[str], limit: int) -> Some[Meeting]:
        """As the port says."""
        wanted = in_places(places, "unit_path", "council_code", state={"$in": sorted(WAITS)})
        return await some(self, _MEETING, wanted, sort=("closes_at", 1), start=0, limit=limit)

    async def latest(self, places: Collection[str], start: int, limit: int) -> Some[Meeting]:
        """As the port says."""
        wanted = in_places(places, "unit_path", "council_code")
        return await some(self, _MEETING, wanted, sort=("closes_at", -1), start=start, limit=limit)


class MongoDecisions(MongoRows):
    """Decisions."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(store, DECISIONS)

    async def get(self, decision_id: UUID) -> Decision | None:
        """As the port says."""
        return await one(self, _DECISION, {"_id": decision_id})

    async def open_in(self, places: Collection[str], limit: int) -> Some[Decision]:
        """As the port says."""
        wanted = in_places(places, "unit_path", "grantor_unit_id", state="drafted")
        return await some(self, _DECISION, wanted, sort=("drafted_at", 1), start=0, limit=limit)

    async def latest(self, places: Collection[str], start: int, limit: int) -> Some[Decision]:
        """As the port says."""
        wanted = in_places(places, "unit_path", "grantor_unit_id")
        return await some(self, _DECISION, wanted, sort=("drafted_at", -1), start=start, limit=limit)


class MongoCouncils(MongoRows):
    """Councils."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(store, COUNCILS)

    async def by_codes(self, codes: Collection[str]) -> list[Council]:
        """As the port says."""
        return list(await found(self, _COUNCIL, {"code": {"$in": sorted(codes)}}, sort=("code", 1)))


class MongoUnits(MongoRows):
    """Names of units."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(store, UNITS)

    async def names(self) -> Mapping[str, str]:
        """As the port says."""
        with unavailable_when_unanswered():
            documents = await self.collection.find({}, {"_id": 0, "code": 1, "name_vi": 1}).to_list(None)
        return {document["code"]: document["name_vi"] for document in documents}


def _ordered(case: Case) -> Case:
    """The file with its timeline by time: events of different topics arrive in any order."""
    return replace(case, timeline=tuple(sorted(case.timeline, key=lambda line: line.at)))
