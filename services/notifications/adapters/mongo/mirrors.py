"""How far each mirror is, and who writes to it: one document a client."""

from datetime import datetime

from pymongo.errors import DuplicateKeyError

from services.notifications.domain.cursor import Cursor
from services.notifications.domain.mirror import Mirror
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

MIRRORS = "mirrors"


class MongoMirrors:
    """A lease that its bearer renews."""

    def __init__(self, store: MongoStore) -> None:
        self._rows = store.rows(MIRRORS)

    async def take(self, client_ref: str, token: str, now: datetime, until: datetime) -> Mirror | None:
        """As the port says."""
        key = id_from("mirror", client_ref)
        free = {"_id": key, "$or": [{"token": token}, {"until": {"$lte": now}}]}
        lease = {"token": token, "until": until}
        with unavailable_when_unanswered():
            found = await self._rows.find_one_and_update(free, {"$set": lease}, return_document=False)
            if found is None:
                try:
                    await self._rows.insert_one({"_id": key, "client_ref": client_ref, **lease, "epoch": "", "seq": 0})
                except DuplicateKeyError:
                    return None
                return Mirror(client_ref)
        return Mirror(client_ref, Cursor(found["epoch"], found["seq"]), is_new=found["token"] != token)

    async def move(self, client_ref: str, token: str, cursor: Cursor) -> None:
        """As the port says."""
        mine = {"_id": id_from("mirror", client_ref), "token": token}
        with unavailable_when_unanswered():
            await self._rows.update_one(mine, {"$set": {"epoch": cursor.epoch, "seq": cursor.seq}})
