"""Attach evidence: only files that are here, by their hash."""

from collections.abc import Sequence
from dataclasses import replace

from services.nominations.domain.parts import Evidence
from services.nominations.usecases.ports import EvidenceFiles
from shared.kernel.errors import RefusedError


class EvidenceUnknownError(RefusedError):
    """The file with this hash was never uploaded whole."""

    code = "EVIDENCE_MISSING"


def attached(files: EvidenceFiles, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with its sizes. Raises: EvidenceUnknownError for the first file whose bytes are not here."""
    return tuple(_attached(files, item, number) for number, item in enumerate(evidence))


def _attached(files: EvidenceFiles, item: Evidence, number: int) -> Evidence:
    size = files.size(item.sha256)
    if size is None:
        raise EvidenceUnknownError(name=item.name, field=f"evidence.{number}.sha256")
    return replace(item, bytes=size)
