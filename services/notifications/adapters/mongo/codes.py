"""How many codes went to an address or a number, by whomever they were asked for."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from services.notifications.domain.mailbox import CODES_A_DAY
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

CODES: Final = "codes"
_KEPT: Final = timedelta(days=2)


class MongoCodes:
    """A row for each code of a day, under a mark that tells nobody whose it is; whoever is first has the row."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(CODES)

    async def take(self, mark: str, now: datetime) -> bool:
        """As the port says. Raises: UnavailableError."""
        for number in range(CODES_A_DAY):
            row = {"_id": _place(mark, now, number), "expires_at": now + _KEPT}
            with unavailable_when_unanswered():
                try:
                    await self._collection.insert_one(row)
                except DuplicateKeyError:
                    continue
            return True
        return False

    async def give_back(self, mark: str, now: datetime) -> None:
        """As the port says. Raises: UnavailableError."""
        for number in reversed(range(CODES_A_DAY)):
            with unavailable_when_unanswered():
                gone = await self._collection.delete_one({"_id": _place(mark, now, number)})
            if gone.deleted_count:
                return


def _place(mark: str, now: datetime, number: int) -> UUID:
    return id_from("code", mark, now.date().isoformat(), number)
