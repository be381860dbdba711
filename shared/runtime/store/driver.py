"""The driver and the one way it is spoken to: thread pool, connection options, what its errors mean."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymongo
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from pymongo.errors import (
    ConnectionFailure,
    ExecutionTimeout,
    InvalidOperation,
    OperationFailure,
    PyMongoError,
    WriteConcernError,
    WTimeoutError,
)
from pymongo.server_api import ServerApi

from shared.kernel.errors import UnavailableError

# Motor fixes the size of its only thread pool when it is imported, from this variable alone.
os.environ.setdefault("MOTOR_MAX_WORKERS", "32")  # noqa: TID251

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase

Document = dict[str, Any]
Client = AsyncIOMotorClient[Document]
Database = AsyncIOMotorDatabase[Document]
Collection = AsyncIOMotorCollection[Document]

CODEC: CodecOptions[Document] = CodecOptions(
    document_class=dict, tz_aware=True, uuid_representation=UuidRepresentation.STANDARD
)

DUPLICATE_KEY = 11000
MAJORITY = {"w": "majority", "j": True}

_TRANSIENT = frozenset(
    {
        *(6, 7, 89, 202, 9001),  # HostUnreachable, HostNotFound, NetworkTimeout, …ExceededTimeLimit, SocketException
        *(91, 133, 189, 10107, 13435, 13436),  # ShutdownInProgress, no primary, PrimarySteppedDown, NotPrimary…
        *(24, 50, 262, 279, 355, 11600, 11601, 11602),  # LockTimeout, …TimeLimit, ClientDisconnect, Interrupted…
        *(64, 134),  # WriteConcernTimeout, ReadConcernMajorityNotAvailableYet
        *(43, 112, 175, 237),  # CursorNotFound, WriteConflict, QueryPlanKilled, CursorKilled
        *(264, 365, 371, 14031),  # TooManyFilesOpen, TemporarilyUnavailable, UserWritesBlocked, OutOfDiskSpace
    }
)
"""What the server says of itself, or of this one run, and not of what was asked."""


def connect(url: str) -> Client:
    """Make a client; it connects at its first call. Whatever is acknowledged is journalled on a majority."""
    return AsyncIOMotorClient(
        url,
        w="majority",
        journal=True,
        readConcernLevel="majority",
        retryWrites=True,
        retryReads=True,
        maxPoolSize=24,
        serverSelectionTimeoutMS=15_000,
        timeoutMS=20_000,
        tz_aware=True,
        uuidRepresentation="standard",
        server_api=ServerApi("1", strict=True, deprecation_errors=True),
    )


def disconnect(client: Client) -> None:
    """Close a client; saying good-bye to a server that does not listen takes at most a second. Blocks."""
    with pymongo.timeout(1):
        client.delegate.close()


def is_transient(code: int | None) -> bool:
    """Whether the server's code says "not now" rather than "never"."""
    return code in _TRANSIENT


@contextmanager
def unavailable_when_unanswered() -> Iterator[None]:
    """Turn every error that leaves the outcome unknown into UnavailableError; others are bugs and pass."""
    try:
        yield
    except PyMongoError as error:
        if _is_unanswered(error):
            raise UnavailableError(f"MongoDB: {type(error).__name__}") from error
        raise


def _is_unanswered(error: PyMongoError) -> bool:
    if error.timeout or isinstance(error, ConnectionFailure | ExecutionTimeout | InvalidOperation):
        return True
    if isinstance(error, WriteConcernError | WTimeoutError):
        return True
    return isinstance(error, OperationFailure) and (
        is_transient(error.code) or error.has_error_label("RetryableWriteError")
    )
