"""Attach evidence: only files that are here, by their hash."""

from collections.abc import Sequence

from services.nominations.domain.parts import Evidence
from services.nominations.usecases.ports import EvidenceFiles
from shared.kernel.errors import RefusedError


class EvidenceUnknownError(RefusedError):
    """The file with this hash was never uploaded whole."""

    code = "EVIDENCE_MISSING"


def require_files(files: EvidenceFiles, evidence: Sequence[Evidence]) -> None:
    """Raises: EvidenceUnknownError for the first file whose bytes are not here."""
    for number, item in enumerate(evidence):
        if not files.has(item.sha256):
            raise EvidenceUnknownError(name=item.name, field=f"evidence.{number}.sha256")
