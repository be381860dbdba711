import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.kernel.errors import TooLargeError
from shared.runtime.blobs import BlobMismatchError, Blobs

CONTENT = "Biên bản đối soát".encode() * 1000
HASH = hashlib.sha256(CONTENT).hexdigest()


async def parts(content: bytes, size: int = 4096) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        await asyncio.sleep(0)
        yield content[start : start + size]


async def cut_off() -> AsyncIterator[bytes]:
    yield b"half of"
    raise ConnectionResetError


def files(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


async def test_a_file_is_kept_under_the_hash_of_its_content(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    stored = await blobs.put(parts(CONTENT), limit=len(CONTENT), expect=HASH)
    assert (stored.sha256, stored.size) == (HASH, len(CONTENT))
    assert blobs.path(HASH).read_bytes() == CONTENT
    assert blobs.path(HASH).name == HASH


async def test_the_same_content_is_kept_once_however_often_it_comes(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    await asyncio.gather(*(blobs.put(parts(CONTENT, 100 + n), limit=10**6) for n in range(8)))
    assert files(tmp_path) == [blobs.path(HASH)]


async def test_content_that_is_not_what_was_promised_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(BlobMismatchError) as refused:
        await Blobs(tmp_path).put(parts(CONTENT), limit=10**6, expect="0" * 64)
    assert (refused.value.expected, refused.value.found) == ("0" * 64, HASH)
    assert files(tmp_path) == []


async def test_a_file_past_the_limit_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError):
        await Blobs(tmp_path).put(parts(CONTENT), limit=len(CONTENT) - 1)
    assert files(tmp_path) == []


async def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        await Blobs(tmp_path).put(cut_off(), limit=10**6)
    assert files(tmp_path) == []


async def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    stored = await Blobs(tmp_path).put(parts(b""), limit=1)
    assert Blobs(tmp_path).path(stored.sha256).read_bytes() == b""


@pytest.mark.parametrize("name", ["../../etc/passwd", HASH.upper(), HASH + "\n", HASH[:-1], "", "drafts"])
async def test_what_is_no_hash_names_no_file(tmp_path: Path, name: str) -> None:
    blobs = Blobs(tmp_path)
    await blobs.put(parts(CONTENT), limit=10**6)
    assert blobs.size(name) is None
    with pytest.raises(KeyError):
        blobs.path(name)


async def test_only_the_owner_reads_what_is_kept(tmp_path: Path) -> None:
    stored = await Blobs(tmp_path / "blobs").put(parts(CONTENT), limit=10**6)
    path = Blobs(tmp_path / "blobs").path(stored.sha256)
    assert path.stat().st_mode & 0o077 == 0
