"""Submissions on MongoDB: one document each."""

from collections.abc import Collection, Sequence
from uuid import UUID

from services.nominations.adapters.mongo.aggregates import unseen
from services.nominations.domain.submission import Submission
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

SUBMISSIONS = "submissions"


class MongoSubmissions:
    """Where submissions are kept."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store
        self._kept: Aggregates[Submission] = store.aggregates(
            SUBMISSIONS,
            Submission,
            path_of=lambda submission: submission.unit_path,
            is_closed=lambda submission: not submission.waits,
        )

    async def unseen(self, submission_id: UUID, cause: Cause) -> None:
        """As the port says."""
        await unseen(self._kept, submission_id, cause)

    async def get(self, submission_id: UUID, cause: Cause) -> Submission:
        """As the port says."""
        return await self._kept.get(submission_id, cause)

    async def waiting(self, nomination_ids: Collection[UUID]) -> Collection[UUID]:
        """As the port says."""
        wanted = {"state.waits": True, "state.rows.nomination_id": {"$in": [str(one) for one in nomination_ids]}}
        with unavailable_when_unanswered():
            found = await self._store.rows(SUBMISSIONS).find(wanted, {"state.rows.nomination_id": 1}).to_list(None)
        return {UUID(row["nomination_id"]) for one in found for row in one["state"]["rows"]} & set(nomination_ids)

    async def save(self, submission: Submission, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(submission, emits=emits, because_of=because_of)

    async def next_number(self, unit: str, year: int) -> str:
        """As the port says."""
        return f"{await self._store.next_number(f'submissions/{unit}/{year}')}/TTr-{unit}"
