from uuid import uuid4

import pytest
from motor.frameworks.asyncio import max_workers
from pymongo.errors import (
    AutoReconnect,
    DuplicateKeyError,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WTimeoutError,
)
from pymongo.helpers_shared import _RETRYABLE_ERROR_CODES

from shared.kernel.errors import UnavailableError
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

_BEFORE_4_0 = 10058
"""What servers said that the driver itself does not speak to any more."""


def test_the_thread_pool_has_the_size_that_the_store_asked_for() -> None:
    assert max_workers == 32


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect("x"),
        NetworkTimeout("x"),
        NotPrimaryError("x"),
        ServerSelectionTimeoutError("x"),
        WaitQueueTimeoutError("x"),
        WTimeoutError("x", 64),
        OperationFailure("x", 50),
        OperationFailure("x", 11602),
        *(OperationFailure("x", code) for code in (43, 112, 133, 175, 237, 264, 279, 355, 365, 371, 11601, 14031)),
        *(OperationFailure("x", code) for code in sorted(_RETRYABLE_ERROR_CODES - {_BEFORE_4_0})),
    ],
)
def test_an_unknown_outcome_is_unavailable(error: PyMongoError) -> None:
    with pytest.raises(UnavailableError), unavailable_when_unanswered():
        raise error


@pytest.mark.parametrize("error", [OperationFailure("x", 2), DuplicateKeyError("x", 11000)])
def test_a_bug_stays_a_bug(error: PyMongoError) -> None:
    with pytest.raises(type(error)), unavailable_when_unanswered():
        raise error


async def test_a_write_is_confirmed_by_the_majority_and_its_journal(store: MongoStore) -> None:
    rows = store.rows("things")
    assert rows.write_concern.document == {"w": "majority", "j": True}
    assert rows.read_concern.level == "majority"


async def test_what_the_stable_api_lacks_is_refused(store: MongoStore) -> None:
    with pytest.raises(OperationFailure, match="apiStrict"):
        await store.rows("things").distinct("state", {"_id": uuid4()})
