"""Consultations on MongoDB: one document each, with all that was said."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from services.reviews.adapters.mongo.kept import MongoKept
from services.reviews.domain.consultation import Consultation, ConsultationState
from services.reviews.usecases.ports import Places, Seen
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

CONSULTATIONS = "consultations"
CLOSING_FIRST = (("state.closes_on", 1), ("_id", 1))
NEWEST_FIRST = (("created_at", -1), ("_id", 1))
_OPEN = {"state.state": ConsultationState.WINDOW_OPEN.value, "state.paused": False}


class MongoConsultations(MongoKept[Consultation]):
    """Where consultations are kept."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(
            store,
            CONSULTATIONS,
            Consultation,
            path_of=lambda consultation: consultation.path,
            standings_of=lambda consultation: consultation.standings,
            is_closed=lambda consultation: consultation.is_over,
        )

    async def overdue(self, today: date, limit: int) -> Sequence[UUID]:
        """As the port says."""
        wanted = _OPEN | {"state.closes_on": {"$lt": today.isoformat()}}
        with unavailable_when_unanswered():
            found = await self._rows.find(wanted, {"_id": 1}).sort(list(CLOSING_FIRST)).to_list(limit)
        return [document["_id"] for document in found]

    async def open_on(self, today: date, limit: int) -> Sequence[Consultation]:
        """As the port says."""
        wanted = _OPEN | {"state.closes_on": {"$gte": today.isoformat()}}
        return [seen.thing for seen in await self._found(wanted, limit, CLOSING_FIRST)]

    async def with_comment_of(self, mark: str, limit: int) -> Sequence[Consultation]:
        """As the port says."""
        wanted = {"state.comments.sender_mark": mark}
        return [seen.thing for seen in await self._found(wanted, limit, NEWEST_FIRST)]

    async def shown(self, consultation_id: UUID, places: Places) -> Seen[Consultation] | None:
        """As the port says."""
        found = await self._found({"_id": consultation_id} | _within(places), 1, CLOSING_FIRST)
        return next(iter(found), None)

    async def listed(
        self, states: Collection[str], case_id: UUID | None, limit: int, places: Places
    ) -> Sequence[Seen[Consultation]]:
        """As the port says."""
        wanted: Document = {"state.state": {"$in": sorted(states)}} if states else {}
        if case_id is not None:
            wanted["state.case_id"] = str(case_id)
        return await self._found(wanted | _within(places), limit, CLOSING_FIRST)

    async def _found(
        self, wanted: Document, limit: int, order: Sequence[tuple[str, int]]
    ) -> Sequence[Seen[Consultation]]:
        with unavailable_when_unanswered():
            found = await self._rows.find(wanted).sort(list(order)).limit(limit).to_list(limit)
        return [Seen(self._codec.thing_of(document), document["seq"]) for document in found]


def _within(places: Places) -> Document:
    return {} if places is None else {"state.facts.grantor_path": {"$in": sorted(places)}}
