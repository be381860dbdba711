"""Routes for evidence: bytes come in by their hash, and go out to readers of the file they prove."""

from collections.abc import AsyncIterable
from pathlib import Path
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field
from starlette.requests import Request

from services.nominations.domain.parts import Evidence, all_evidence
from services.nominations.usecases import UseCases
from shared.kernel.errors import ForbiddenError, RefusedError
from shared.kernel.policy import permit
from shared.runtime.blobs import BlobMismatchError, StoredBlob
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, door
from shared.runtime.web.edge import MIB

LARGEST = 20 * MIB
Sha256 = Annotated[str, Query(pattern=r"^[0-9a-fA-F]{64}$")]
FileName = Annotated[str, Query(min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f]+$")]


class EvidenceBody(Body):
    """A file that was uploaded before."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Annotated[str, Field(min_length=1, max_length=40)] = "document"


EvidenceList = Annotated[tuple[EvidenceBody, ...], Field(max_length=20)]


def evidence_of(bodies: tuple[EvidenceBody, ...]) -> tuple[Evidence, ...]:
    """The evidence that a body names."""
    return tuple(Evidence(one.sha256, one.name, one.kind) for one in bodies)


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
        file = (await use_cases.queries.views.nomination(nomination_id, actor)).thing
        return _sent(all_evidence(file.evidence, file.deed), sha256, files)

    @api.get("/deeds/{deed_id}/evidence/{sha256}", **door("evidence.read"))
    async def read_of_deed(deed_id: UUID, sha256: str, actor: WithActor) -> FileResponse:
        deed = (await use_cases.queries.views.deed(deed_id, actor)).thing
        permit(actor, "evidence.read", deed.unit_path)
        return _sent(deed.evidence, sha256, files)


def _sent(evidence: tuple[Evidence, ...], sha256: str, files: EvidenceStore) -> FileResponse:
    item = next((one for one in evidence if one.sha256 == sha256), None)
    if item is None:
        raise ForbiddenError("OUT_OF_SCOPE")
    return FileResponse(files.path(sha256), filename=item.name, headers={"X-Content-Type-Options": "nosniff"})
