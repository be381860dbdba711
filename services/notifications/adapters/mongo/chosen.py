"""What persons and units chose, one document each."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from services.notifications.domain.channel import Channel
from services.notifications.domain.preference import Preferences, Rhythm, Setting, Topic
from shared.kernel.errors import StaleError
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document, unavailable_when_unanswered

CHOSEN: Final = "preferences"
_CAUSES_KEPT: Final = 50


class MongoChosen:
    """Saved only upon the version that was read; the last wishes are remembered, so that a repeat changes nothing."""

    def __init__(self, store: MongoStore) -> None:
        self._collection = store.rows(CHOSEN)

    async def of(self, audiences: Collection[str]) -> Mapping[str, Preferences]:
        """What these audiences chose; those that chose nothing are left out. Raises: UnavailableError."""
        ids = [_id(audience) for audience in audiences]
        with unavailable_when_unanswered():
            found = await self._collection.find({"_id": {"$in": ids}}).to_list(None)
        return {document["audience"]: _preferences(document) for document in found}

    async def was_handled(self, audience: str, cause_id: UUID) -> bool:
        """Whether this wish of an audience was fulfilled before. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            return await self._collection.find_one({"_id": _id(audience), "causes": cause_id}, {"_id": 1}) is not None

    async def save(self, preferences: Preferences, cause_id: UUID) -> None:
        """Keep it as the version after the one it was read as. Raises: StaleError, UnavailableError."""
        name, seen = _id(preferences.audience), preferences.version
        document = _document(preferences) | {"version": seen + 1}
        with unavailable_when_unanswered():
            try:
                if not seen:
                    await self._collection.insert_one({"_id": name, **document, "causes": [cause_id]})
                    return
            except DuplicateKeyError as error:
                raise StaleError from error
            change = {"$set": document, "$push": {"causes": {"$each": [cause_id], "$slice": -_CAUSES_KEPT}}}
            changed = await self._collection.update_one({"_id": name, "version": seen}, change)
        if not changed.matched_count:
            raise StaleError


def _id(audience: str) -> UUID:
    return id_from("preferences", audience)


def _document(preferences: Preferences) -> Document:
    choices = [
        {"kind": topic.kind, "channel": topic.channel, "setting": setting}
        for topic, setting in preferences.choices.items()
    ]
    return {"audience": preferences.audience, "rhythm": preferences.rhythm, "choices": choices}


def _preferences(document: Document) -> Preferences:
    choices = {Topic(each["kind"], Channel(each["channel"])): Setting(each["setting"]) for each in document["choices"]}
    return Preferences(document["audience"], choices, Rhythm(document["rhythm"]), document["version"])
