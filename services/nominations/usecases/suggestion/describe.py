"""Tell others of a suggestion: never its words or its sender's contact."""

from typing import Any

from services.nominations.domain.suggestion import Suggestion


def head(suggestion: Suggestion) -> dict[str, Any]:
    """The fields that every event of a suggestion has."""
    return {
        "unit_id": suggestion.unit_code,
        "unit_path": suggestion.unit_path,
        "suggestion_id": suggestion.id,
        "number": suggestion.number,
    }
