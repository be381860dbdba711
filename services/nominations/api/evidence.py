"""Routes for evidence: bytes come in by their hash, and go out to readers of the file they prove."""

from collections.abc import AsyncIterable
from pathlib import Path
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from pydantic import BaseModel
from starlette.requests import Request

from services.nominations.usecases import UseCases
from shared.kernel.errors import ForbiddenError, RefusedError
from shared.runtime.blobs import BlobMismatchError, StoredBlob
from shared.runtime.web.doors import WithActor, door
from shared.runtime.web.edge import MIB

LARGEST = 20 * MIB
Sha256 = Annotated[str, Query(pattern=r"^[0-9a-fA-F]{64}$")]
FileName = Annotated[str, Query(min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f]+$")]


class EvidenceMismatchError(RefusedError):
    """The bytes are not those that were announced; nothing of them is kept."""

    code = "EVIDENCE_HASH_MISMATCH"


class EvidenceStore(Protocol):
    """Where bytes are kept by their hash."""

    async def put(self, stream: AsyncIterable[bytes], *, expect: str | None, limit: int) -> StoredBlob:
        """Raises: BlobMismatchError, TooLargeError."""
        ...

    def path(self, sha256: str) -> Path:
        """Raises: KeyError."""
        ...


class EvidenceKept(BaseModel):
    """A file that is here, whole."""

    sha256: str
    bytes: int
    name: str
    kind: str


def add_evidence(api: APIRouter, use_cases: UseCases, files: EvidenceStore) -> None:
    """Add the routes of evidence."""

    @api.post("/evidence", status_code=201, **door("evidence.store", max_body=LARGEST))
    async def store(request: Request, name: FileName, sha256: Sha256, kind: FileName = "document") -> EvidenceKept:
        try:
            stored = await files.put(request.stream(), expect=sha256.lower(), limit=LARGEST)
        except BlobMismatchError:
            raise EvidenceMismatchError(name=name, field="sha256") from None
        return EvidenceKept(sha256=stored.sha256, bytes=stored.size, name=name, kind=kind)

    @api.get("/nominations/{nomination_id}/evidence/{sha256}", **door("evidence.read"))
    async def read(nomination_id: UUID, sha256: str, actor: WithActor) -> FileResponse:
        seen = await use_cases.queries.views.nomination(nomination_id, actor)
        for item in seen.thing.evidence:
            if item.sha256 == sha256:
                return FileResponse(
                    files.path(sha256), filename=item.name, headers={"X-Content-Type-Options": "nosniff"}
                )
        raise ForbiddenError("OUT_OF_SCOPE")
