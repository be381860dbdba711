"""Small documents that count: numbers of files, and leases whose beat a leader moves on."""

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.runtime.bus.ports import Lease
from shared.runtime.store.driver import Collection, unavailable_when_unanswered

COUNTERS = "counters"


async def next_number(counters: Collection, name: str) -> int:
    """The next number of a row, from 1. Never given twice; an unanswered call may leave a gap.

    Raises: UnavailableError.
    """
    with unavailable_when_unanswered():
        counter = await counters.find_one_and_update(
            {"_id": name}, {"$inc": {"n": 1}}, upsert=True, return_document=ReturnDocument.AFTER
        )
    return int(counter["n"])


async def lease(counters: Collection, name: str) -> Lease | None:
    """The lease as it stands, or None when nobody ever held it. Raises: UnavailableError."""
    with unavailable_when_unanswered():
        found = await counters.find_one({"_id": _lease(name)})
    return None if found is None else Lease(found["holder"], found["beat"])


async def take_lease(counters: Collection, name: str, holder: str, seen: Lease | None) -> bool:
    """Take or keep the lease if it still stands as it was seen; its beat grows by one. Raises: UnavailableError."""
    with unavailable_when_unanswered():
        if seen is None:
            try:
                await counters.insert_one({"_id": _lease(name), "holder": holder, "beat": 1})
            except DuplicateKeyError:
                return False
            return True
        result = await counters.update_one(
            {"_id": _lease(name), "holder": seen.holder, "beat": seen.beat},
            {"$set": {"holder": holder}, "$inc": {"beat": 1}},
        )
    return bool(result.matched_count == 1)


def _lease(name: str) -> str:
    return f"lease/{name}"
