"""Complaints on MongoDB: each for its sender, and for those of supervision who gain nothing by its file."""

from collections.abc import Collection, Sequence
from uuid import UUID

from services.reviews.adapters.mongo.kept import MongoWaiting
from services.reviews.domain.complaint import Complaint, ComplaintState
from services.reviews.domain.waiting import STEP_OF_COMPLAINT
from services.reviews.usecases.ports import ComplaintReader, Seen
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

COMPLAINTS = "complaints"
_OPEN = frozenset({ComplaintState.LODGED, ComplaintState.VERIFYING})


class MongoComplaints(MongoWaiting[Complaint]):
    """Where complaints are kept."""

    waiting = tuple(state.value for state in STEP_OF_COMPLAINT)

    def __init__(self, store: MongoStore) -> None:
        super().__init__(
            store,
            COMPLAINTS,
            Complaint,
            path_of=lambda complaint: complaint.target.path,
            standings_of=lambda complaint: complaint.standings,
            is_closed=lambda complaint: complaint.state not in _OPEN,
        )

    async def shown(self, complaint_id: UUID, reader: ComplaintReader) -> Seen[Complaint] | None:
        """As the port says."""
        found = await self._found({"_id": complaint_id}, 1, reader)
        return next(iter(found), None)

    async def listed(self, states: Collection[str], limit: int, reader: ComplaintReader) -> Sequence[Seen[Complaint]]:
        """As the port says."""
        return await self._found({"state.state": {"$in": sorted(states)}} if states else {}, limit, reader)

    async def _found(self, wanted: Document, limit: int, reader: ComplaintReader) -> Sequence[Seen[Complaint]]:
        theirs = {"state.target.path": {"$in": sorted(reader.places)}, "state.target.gain_refs": {"$ne": reader.ref}}
        query = {**wanted, "$or": [theirs, {"state.sender_mark": reader.mark}]}
        with unavailable_when_unanswered():
            found = await self._rows.find(query).sort([("state.due_on", 1), ("_id", 1)]).limit(limit).to_list(limit)
        return [Seen(self._codec.thing_of(document), document["seq"]) for document in found]
