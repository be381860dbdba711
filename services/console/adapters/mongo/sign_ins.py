"""Server-side sessions on MongoDB: the cookie itself is not stored, only its hash."""

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.console.usecases.ports import SignIn
from services.console.usecases.signing_in import Asking
from shared.kernel.actor import Actor, Grant, Role
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

SESSIONS, ASKINGS = "sessions", "askings"


class MongoSignIns:
    """Sign-ins that began, and sessions of people. Expiry is checked in the query; the index only cleans up."""

    def __init__(self, store: MongoStore) -> None:
        self._sessions = store.rows(SESSIONS)
        self._askings = store.rows(ASKINGS)

    async def begin(self, asking: Asking) -> None:
        """As the port says."""
        document = asdict(asking)
        document["_id"] = _hash(document.pop("state"))
        with unavailable_when_unanswered():
            await self._askings.insert_one(document)

    async def finish(self, state: str, now: datetime) -> Asking | None:
        """As the port says."""
        with unavailable_when_unanswered():
            document = await self._askings.find_one_and_delete({"_id": _hash(state), "expires_at": {"$gt": now}})
        if document is None:
            return None
        del document["_id"]
        return Asking(state=state, **document)

    async def keep(self, sign_in: SignIn) -> None:
        """As the port says."""
        grants = [{"role": grant.role.value, "at": grant.at} for grant in sign_in.actor.grants]
        document: dict[str, Any] = {
            "_id": _hash(sign_in.id),
            "ref": sign_in.actor.ref,
            "grants": grants,
            "name": sign_in.name,
            "token": sign_in.token,
            "csrf": sign_in.csrf,
            "expires_at": sign_in.expires_at,
        }
        with unavailable_when_unanswered():
            await self._sessions.insert_one(document)

    async def find(self, cookie: str, now: datetime) -> SignIn | None:
        """As the port says."""
        with unavailable_when_unanswered():
            document = await self._sessions.find_one({"_id": _hash(cookie), "expires_at": {"$gt": now}})
        if document is None:
            return None
        grants = tuple(Grant(Role(grant["role"]), grant["at"]) for grant in document["grants"])
        return SignIn(
            id=cookie,
            actor=Actor(document["ref"], grants),
            name=document["name"],
            token=document["token"],
            csrf=document["csrf"],
            expires_at=document["expires_at"],
        )

    async def end(self, cookie: str) -> None:
        """As the port says."""
        with unavailable_when_unanswered():
            await self._sessions.delete_one({"_id": _hash(cookie)})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
