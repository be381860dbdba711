"""Tell others of an exemplar: codes and figures, never names or words."""

from typing import Any

from services.nominations.domain.exemplar import Exemplar


def head(exemplar: Exemplar) -> dict[str, Any]:
    """The fields that every event of an exemplar has."""
    return {
        "unit_id": exemplar.unit_code,
        "unit_path": exemplar.unit_path,
        "exemplar_id": exemplar.id,
        "number": exemplar.number,
        "subject_ref": exemplar.subject_ref,
    }
