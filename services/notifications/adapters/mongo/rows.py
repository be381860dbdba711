"""Rows under ids that follow from their causes."""

from collections.abc import Collection as Several
from collections.abc import Sequence
from typing import Final

from pymongo.errors import BulkWriteError

from shared.kernel.errors import UnavailableError
from shared.runtime.store.driver import DUPLICATE_KEY, Collection, Document, unavailable_when_unanswered
from shared.runtime.store.gatherer import Limits

TOGETHER: Final = Limits(keys=256, bytes=1_000, may_share=True, may_repeat=True)
"""Calls of one moment become one statement, of so many rows; there a row counts as a byte."""


async def keep_new(collection: Collection, documents: Sequence[Document]) -> Several[int]:
    """Insert those that are not there yet; the places of those that are, from 0.

    Raises: UnavailableError; the same again completes it.
    """
    if not documents:
        return ()
    with unavailable_when_unanswered():
        try:
            await collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            refused = error.details["writeErrors"]
            if any(one["code"] != DUPLICATE_KEY for one in refused) or error.details["writeConcernErrors"]:
                raise UnavailableError(f"MongoDB: {error}") from error
            return {one["index"] for one in refused}
    return ()
