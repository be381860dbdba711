"""Files kept under the hash of their content: a name cannot lie, and the same content is kept once."""

import asyncio
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from shared.kernel.errors import TooLargeError

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_PIECE: Final = 1024 * 1024


class BlobMismatchError(Exception):
    """The content is not what its hash promised. Nothing was kept."""

    def __init__(self, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"expected {expected}, found {found}")


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """A file that is kept: its SHA-256 in lower-case hex and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Blobs:
    """Files in a directory. Their paths come from their hashes only, never from a name that somebody sent."""

    directory: Path

    async def put(self, stream: AsyncIterable[bytes], *, limit: int, expect: str | None = None) -> StoredBlob:
        """Keep a file; on return it is on the disk. A repeat changes nothing.

        Raises: TooLargeError past `limit` bytes, BlobMismatchError when `expect` is another hash.
        """
        draft = await asyncio.to_thread(_Draft.begin, self.directory)
        try:
            await _fill(draft, stream, limit)
            found = draft.digest.hexdigest()
            if expect is not None and expect != found:
                raise BlobMismatchError(expect, found)
            await asyncio.to_thread(draft.keep, self._path(found))
            return StoredBlob(found, draft.size)
        finally:
            await asyncio.to_thread(draft.discard)

    def size(self, sha256: str) -> int | None:
        """How many bytes the file with this hash has; None when none is kept."""
        is_kept = _SHA256.fullmatch(sha256) is not None and self._path(sha256).is_file()
        return self._path(sha256).stat().st_size if is_kept else None

    def path(self, sha256: str) -> Path:
        """Where the file with this hash lies. Raises: KeyError when none is kept."""
        if self.size(sha256) is None:
            raise KeyError(sha256)
        return self._path(sha256)

    def _path(self, sha256: str) -> Path:
        return self.directory / sha256[:2] / sha256[2:4] / sha256


class _Draft:
    """A file that is being written, out of everybody's sight until it is kept."""

    def __init__(self, number: int, path: Path) -> None:
        self.size = 0
        self.digest = hashlib.sha256()
        self._file = os.fdopen(number, "wb")
        self._path = path

    @classmethod
    def begin(cls, directory: Path) -> Self:
        drafts = directory / "drafts"
        drafts.mkdir(parents=True, exist_ok=True, mode=0o700)
        number, path = tempfile.mkstemp(dir=drafts)
        return cls(number, Path(path))

    def write(self, piece: bytes) -> None:
        self.digest.update(piece)
        self._file.write(piece)

    def keep(self, path: Path) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path.replace(path)
        # A rename is durable only once the directories that name the file are.
        for directory in (path.parent, path.parent.parent, path.parent.parent.parent):
            _sync(directory)

    def discard(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)


async def _fill(draft: _Draft, stream: AsyncIterable[bytes], limit: int) -> None:
    waiting = bytearray()
    async for part in stream:
        draft.size += len(part)
        if draft.size > limit:
            raise TooLargeError(limit=limit)
        waiting += part
        if len(waiting) >= _PIECE:
            await asyncio.to_thread(draft.write, bytes(waiting))
            waiting.clear()
    await asyncio.to_thread(draft.write, bytes(waiting))


def _sync(directory: Path) -> None:
    number = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
