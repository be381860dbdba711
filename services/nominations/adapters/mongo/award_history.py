"""Which deeds were rewarded: rows told by `awards.v1`, so that one deed has one award across both command lines."""

from collections.abc import Iterable
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from shared.runtime.failpoints import Failpoint, reached
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Collection, unavailable_when_unanswered

AWARD_HISTORY = "award_history"


class MongoAwardHistory:
    """Which deeds were rewarded."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store

    @property
    def _rows(self) -> Collection:
        return self._store.rows(AWARD_HISTORY)

    async def remember(self, award_id: UUID, *, deed_id: UUID, fingerprint: str, subject_ref: str, number: str) -> None:
        """As the port says."""
        row = {
            "_id": award_id,
            "deed_id": deed_id,
            "fingerprint": fingerprint,
            "subject_ref": subject_ref,
            "number": number,
        }
        with unavailable_when_unanswered():
            try:
                await self._rows.insert_one(row)
            except DuplicateKeyError:
                return
        reached(Failpoint.MID_FAN_OUT)

    async def forget(self, award_id: UUID) -> None:
        """As the port says. The row stays: a grant that is told again meets it and changes nothing."""
        with unavailable_when_unanswered():
            await self._rows.update_one({"_id": award_id}, {"$set": {"is_revoked": True}})

    async def rewarded_by(
        self, *, deed_ids: Iterable[UUID], fingerprint: str, subject_ref: str, apart: Iterable[UUID]
    ) -> str | None:
        """As the port says."""
        same = {
            "subject_ref": subject_ref,
            "is_revoked": {"$ne": True},
            "$or": [
                {"deed_id": {"$in": list(deed_ids)}},
                {"fingerprint": fingerprint, "deed_id": {"$nin": list(apart)}},
            ],
        }
        with unavailable_when_unanswered():
            row = await self._rows.find_one(same, {"number": 1})
        return None if row is None else str(row["number"])
