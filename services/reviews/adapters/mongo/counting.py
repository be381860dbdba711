"""Rows that add up what events tell: each part is counted once, in the write that also keeps it."""

from typing import Any

from pymongo.errors import DuplicateKeyError

from shared.runtime.operating.read_model import Row
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered


async def count_once(rows: Collection, key: Any, part: Document, about: Document, added: Document) -> None:
    """Add a part to the row of this key, made when there is none, unless the row has it. Raises: UnavailableError."""
    uncounted = {"_id": key, "counted.id": {"$ne": part["id"]}}
    change = {"$setOnInsert": about, "$push": {"counted": part}, "$inc": added}
    with unavailable_when_unanswered():
        # The row may be there because another part just made it, or because this one is counted in it.
        for may_insert in (True, False):
            try:
                await rows.update_one(uncounted, change, upsert=may_insert)
            except DuplicateKeyError:
                continue
            break


def in_any_order(row: Row) -> Row:
    """A row as it is compared: its parts came in any order."""
    return {**row, "counted": sorted(row["counted"], key=lambda part: str(part["id"]))}
