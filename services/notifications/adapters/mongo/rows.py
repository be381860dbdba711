"""Rows under ids that follow from their causes."""

from collections.abc import Sequence

from pymongo.errors import BulkWriteError

from shared.kernel.errors import UnavailableError
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered

_DUPLICATE = 11000


async def keep_new(collection: Collection, documents: Sequence[Document]) -> None:
    """Insert those that are not there yet. Raises: UnavailableError; the same again completes it."""
    if not documents:
        return
    with unavailable_when_unanswered():
        try:
            await collection.insert_many(list(documents), ordered=False)
        except BulkWriteError as error:
            if any(one["code"] != _DUPLICATE for one in error.details["writeErrors"]):
                raise UnavailableError(f"MongoDB: {error}") from error
