"""Which generation of a read model is the living one: a pointer that moves when a rebuilt one takes its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.runtime.store.counters import COUNTERS, next_number
from shared.runtime.store.driver import Collection, Database, Document, unavailable_when_unanswered

POINTERS = "read_models"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a read model stands. `live` is 0 until it was first rebuilt.

    `previous` was replaced, and processes that started earlier may still use it; `building` was begun and not switched
    to. Both are cleared away by the next rebuild.
    """

    model: str
    live: int = 0
    previous: int | None = None
    building: int | None = None


def placed_at(name: str, generation: int) -> str:
    """The name of a collection or group in a generation; the first one uses names as they are."""
    return f"{name}@{generation}" if generation else name


class Generations:
    """The pointers of one service's read models, as they stood when the store was opened.

    A process keeps to them until it ends, so that it reads and writes one generation with one group's offsets.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pointers: Collection = database[POINTERS]
        self._of_rows: dict[str, int] = {}
        self._of_groups: dict[str, int] = {}

    async def load(self) -> None:
        """Learn which generations live. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            pointers = await self._pointers.find({"live": {"$gt": 0}}).to_list(None)
        for pointer in pointers:
            self.aim(pointer["live"], pointer["group"], pointer["collections"])

    def aim(self, generation: int, group: str, collections: Sequence[str]) -> None:
        """From now on these collections, and this group, are meant in this generation."""
        self._of_rows |= dict.fromkeys(collections, generation)
        self._of_groups[group] = generation

    def rows(self, name: str) -> str:
        """The name under which a collection is kept."""
        return placed_at(name, self._of_rows.get(name, 0))

    def group(self, name: str) -> str:
        """The name under which a group reads."""
        return placed_at(name, self._of_groups.get(name, 0))

    async def pointer(self, model: str) -> Pointer:
        """Where a read model stands. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            found = await self._pointers.find_one({"_id": model})
        return _pointer(found) if found is not None else Pointer(model)

    async def begin(self, model: str) -> int:
        """A fresh number for a rebuild, noted before anything is built. Raises: UnavailableError."""
        number = await next_number(self._database[COUNTERS], f"generations/{model}")
        await self._note(model, {"building": number})
        return number

    async def switch(self, seen: Pointer, to: int, group: str, collections: Sequence[str]) -> bool:
        """Let a built generation live, unless the pointer has moved meanwhile. Raises: UnavailableError."""
        change = {"live": to, "previous": seen.live, "building": None}
        with unavailable_when_unanswered():
            result = await self._pointers.update_one(
                {"_id": seen.model, "building": to, "live": {"$in": [seen.live, None]}},
                {"$set": {**change, "group": group, "collections": list(collections)}},
            )
        return bool(result.modified_count)

    async def drop(self, model: str, generation: int, collections: Sequence[str]) -> None:
        """Clear a generation away that is not the living one. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            for name in collections:
                await self._database.drop_collection(placed_at(name, generation))
        for role in ("previous", "building"):
            await self._note(model, {role: None}, {role: generation})

    async def _note(self, model: str, fields: Document, wanted: Document | None = None) -> None:
        with unavailable_when_unanswered():
            await self._pointers.update_one({"_id": model, **(wanted or {})}, {"$set": fields}, upsert=wanted is None)


def _pointer(found: Document) -> Pointer:
    return Pointer(found["_id"], found.get("live") or 0, found.get("previous"), found.get("building"))
